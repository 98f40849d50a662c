//! What every page has in common.

use crate::app::{TestApp, on_both};

on_both! {
    async fn an_unknown_address_gets_a_page_with_a_way_out(app: TestApp) {
        let page = app.get("/nowhere").await;
        assert_eq!(page.status, 404);
        assert!(page.text.contains("There is no such page"));
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
    }

    async fn a_state_change_asked_for_by_another_site_is_refused(app: TestApp) {
        let request = app.client.post(app.url("/people")).header("Origin", "https://evil.example").body("");
        assert_eq!(request.send().await.unwrap().status(), 403);
        let request = app.client.post(app.url("/people")).header("Sec-Fetch-Site", "cross-site").body("");
        assert_eq!(request.send().await.unwrap().status(), 403);
    }
}
