//! Invitations that did not arrive: told apart, corrected, sent again; who must know is told.

use chrono::TimeDelta;

use crate::app::{TestApp, on_both};
use crate::smtp_sink::{Fault, Sink};

/// How many mails an address got, and the subject of the last.
fn mails_to(sink: &Sink, address: &str) -> (usize, String) {
    let taken: Vec<_> = sink.taken().into_iter().filter(|taken| taken.recipient == address).collect();
    let subject = taken.last().map(|taken| taken.parsed().subject().unwrap().to_owned());
    (taken.len(), subject.unwrap_or_default())
}

on_both! {
    async fn failures_are_told_apart_and_mended_one_by_one_or_all_at_once(app: TestApp) {
        let sink = Sink::start().await;
        let (wave, path) = app.wave_to_send(8).await;
        sink.fail("law0@example.com", Fault::Recipient("550 5.1.1 no such person"), 9);
        sink.fail("law1@example.com", Fault::Recipient("552 5.2.2 over quota"), 1);
        sink.fail("law2@example.com", Fault::Message("554 5.7.1 looks like spam <b>"), 1);
        assert_eq!(app.deliver_by(&sink).await.failed, 3);
        let page = app.get(&path).await;
        assert_eq!(page.select("#bounced"), ["3 invitations could not be delivered"]);
        let reasons = page.select("[aria-labelledby=bounced] > ul b");
        let expected = ["No such mailbox: 1 person.", "Mailbox full: 1 person.", "Refused by a rule of the receiving mail server: 1 person."];
        assert_eq!(reasons, expected);
        assert!(page.text.contains("554 5.7.1 looks like spam &#60;b&#62;"), "{}", page.text);
        assert_eq!(page.select(".lost tbody th"), ["Law 0", "Law 1", "Law 2"]);
        let file = app.get(&format!("{path}/undelivered.csv")).await;
        assert!(file.text.contains("Law 1,law1@example.com,Mailbox full,552 5.2.2 over quota"), "{}", file.text);
        assert_eq!(app.get(&format!("{path}/undelivered")).await.select(".lost tbody th").len(), 3);

        // One whose address is wrong, corrected in place; what cannot be used comes back.
        let address = format!("{path}/invitations/{}/address", app.invitation_of(wave, "law0@example.com").await);
        for (typed, why) in [
            ("law0", "An email address has an @ in it"),
            ("law0@example.com", "This is the address that it went to"),
            ("law5@example.com", "Law 5"),
        ] {
            let back = app.post(&address, &[("email", typed)]).await;
            assert_eq!((back.status, back.value_of("email").as_str()), (422, typed));
            assert!(back.select(".errors a")[0].contains(why), "{:?}", back.select(".errors a"));
        }
        assert_eq!(app.post(&address, &[("email", "zero@example.com")]).await.status, 303);
        assert!(app.get(&path).await.text.contains("The address of Law 0 is now zero@example.com. The invitation is sent there."));
        app.press(&format!("{path}/undelivered/resend")).await;
        assert_eq!(app.deliver_by(&sink).await.sent, 3);
        assert_eq!(mails_to(&sink, "law0@example.com").0, 0, "it does not exist: nobody is told there");
        for address in ["zero@example.com", "law1@example.com", "law2@example.com"] {
            assert_eq!(mails_to(&sink, address).0, 1, "{address}");
        }
        assert!(!app.get(&path).await.text.contains("could not be delivered"));
        let log = app.log().await;
        for (what, line) in ["Sent invitations again", "Sent an invitation again", "Changed the address that an invitation goes to", "Changed a person"].iter().zip(&log) {
            assert!(line.contains(what), "{log:?}");
        }
    }

    async fn an_old_address_is_told_when_mail_about_an_open_wave_goes_elsewhere(app: TestApp) {
        let sink = Sink::start().await;
        let (wave, path) = app.wave_to_send(5).await;
        sink.fail("law1@example.com", Fault::Recipient("552 5.2.2 over quota"), 1);
        app.deliver_by(&sink).await;

        // By hand in People, after it was delivered: also while the wave's mail is paused.
        app.press(&format!("{path}/sending/pause")).await;
        let person = app.everyone().await[0].id;
        let form = [("full_name", "Law 0"), ("email", "evil@example.com"), ("language", "en"), ("employee_id", "law0")];
        assert_eq!(app.post(&format!("/people/{person}"), &form).await.status, 303);
        let page = app.get(&format!("/people/{person}")).await;
        assert!(page.text.contains("The old address is told"), "{}", page.text);
        assert!(page.text.contains("Send the invitation to evil@example.com again"));
        assert_eq!(app.deliver_by(&sink).await.sent, 1);
        let told = "Mail about the survey now goes to another address";
        assert_eq!(mails_to(&sink, "law0@example.com"), (2, told.to_owned()));
        let letter = sink.taken().pop().unwrap();
        let text = letter.parsed().body_text(0).unwrap().into_owned();
        assert!(text.contains("your link is your ballot paper") && !text.contains("evil") && !text.contains("/a/"), "{text}");
        assert_eq!(app.press(&format!("{path}/sending/resume")).await.status, 303);

        // Sent there at the admin's word, from the person's page; it is another mail with the same link.
        let resend = format!("{path}/invitations/{}/resend", app.invitation_of(wave, "evil@example.com").await);
        let back = format!("/people/{person}");
        assert_eq!(app.post(&resend, &[("back", &back)]).await.header("location"), back);
        assert_eq!(app.post(&resend, &[("back", &back)]).await.status, 409, "it is on its way");
        assert_eq!(app.deliver_by(&sink).await.sent, 1);
        let mail = |address: &str, nth: usize| {
            let taken: Vec<_> = sink.taken().into_iter().filter(|taken| taken.recipient == address).collect();
            let parsed = taken[nth].parsed();
            let text = parsed.body_text(0).unwrap();
            (parsed.message_id().unwrap().to_owned(), text.split_whitespace().find(|word| word.contains("/a/")).unwrap().to_owned())
        };
        let (first, second) = (mail("law0@example.com", 0), mail("evil@example.com", 0));
        assert_eq!(first.1, second.1, "the link is the same");
        assert_ne!(first.0, second.0, "mail programs drop what they have seen");

        // A full mailbox is somebody's: it is told as soon as it can be.
        let address = format!("{path}/invitations/{}/address", app.invitation_of(wave, "law1@example.com").await);
        app.post(&address, &[("email", "one@example.com")]).await;
        // By an import as well.
        app.import(
            "Employee ID,Full name,Work email,Department\nlaw0,Law 0,evil@example.com,Law\nlaw1,Law 1,one@example.com,Law\n\
             law2,Law 2,two@example.com,Law\nlaw3,Law 3,law3@example.com,Law\nlaw4,Law 4,law4@example.com,Law\n",
        ).await;
        assert!(app.get("/people").await.text.contains("1 old address is told"));
        app.deliver_by(&sink).await;
        for address in ["law1@example.com", "law2@example.com"] {
            assert_eq!(mails_to(&sink, address).1, told, "{address}");
        }
        assert_eq!(mails_to(&sink, "law3@example.com").0, 1);
        let kept = app.app.db.read(|conn| candor::audit::last(conn, "invitation.redirected")).await.unwrap();
        assert!(kept.is_some());
        assert_eq!(app.former_addresses().await, 0, "nothing of them is kept");

        // After the close nobody need be told.
        app.app.clock.advance(TimeDelta::days(20));
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let form = [("full_name", "Law 0"), ("email", "law0@example.com"), ("language", "en"), ("employee_id", "law0")];
        assert_eq!(app.post(&format!("/people/{person}"), &form).await.status, 303);
        assert_eq!(app.deliver_by(&sink).await.sent, 0);
        assert_eq!(app.post(&address, &[("email", "b@example.com")]).await.status, 409);
    }
}

impl TestApp {
    async fn former_addresses(&self) -> i64 {
        use diesel::prelude::*;
        let count = |conn: &mut candor::db::Conn| candor::schema::former_addresses::table.count().get_result(conn);
        self.app.db.read(count).await.map_err(|error: candor::db::Error| error).unwrap()
    }
}
