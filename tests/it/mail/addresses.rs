//! Addresses beyond ASCII, from the roster to the mail server.

use candor::db::WaveId;
use candor::mail::{Delivered, deliver_due};
use candor::schedule;
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};
use crate::smtp_sink::Sink;

impl TestApp {
    pub async fn deliver_by(&self, sink: &Sink) -> Delivered {
        let mut sending = self.app.clone();
        sending.transport = sink.transport();
        deliver_due(&schedule::post(&sending)).await.unwrap()
    }

    async fn wave_of_three(&self) -> WaveId {
        // Whom to ask has an address that cannot be written to either; the mail names it all the same.
        self.introduce("Пример", "вопросы@пример.рф").await;
        self.import_now(
            "Employee ID,Full name,Work email,Department\n\
                         1,Иван,иван@пример.рф,Law\n2,Анна,anna@пример.рф,Law\n3,Bob,bob@example.com,Law\n",
        )
        .await;
        self.launch_wave("March").await
    }
}

on_both! {
    async fn a_domain_is_sent_to_in_ascii_and_an_address_that_cannot_be_is_named_with_its_reason(app: TestApp) {
        app.sign_in().await;
        let sink = Sink::start().await;
        let wave = app.wave_of_three().await;
        assert_eq!(app.deliver_by(&sink).await, Delivered { sent: 2, failed: 1, ..Delivered::default() });
        assert_eq!(sink.recipients(), ["anna@xn--e1afmkfd.xn--p1ai", "bob@example.com"]);
        let page = app.get(&format!("/waves/{wave}")).await;
        assert_eq!(page.select("td[data-label=Address] bdi"), ["иван@пример.рф"]);
        assert!(page.text.contains("letters other than a to z before the @"), "{}", page.text);
        app.post("/language", &[("language", "ru"), ("here", "/waves")]).await;
        let page = app.get(&format!("/waves/{wave}")).await;
        assert!(page.text.contains("нелатинские буквы"), "{}", page.text);
        app.app.clock.advance(TimeDelta::days(1));
        assert_eq!(app.deliver_by(&sink).await, Delivered::default(), "it is not tried again");
    }

    async fn a_server_that_takes_any_letters_gets_mail_to_every_address(app: TestApp) {
        app.sign_in().await;
        let sink = Sink::start().await;
        sink.take_any_letters();
        app.wave_of_three().await;
        assert_eq!(app.deliver_by(&sink).await, Delivered { sent: 3, ..Delivered::default() });
        let ivan = sink.taken().into_iter().find(|taken| taken.recipient.starts_with("иван")).unwrap();
        assert_eq!(ivan.recipient, "иван@xn--e1afmkfd.xn--p1ai");
        assert_eq!(ivan.parsed().to().unwrap().first().unwrap().address(), Some("иван@xn--e1afmkfd.xn--p1ai"));
    }
}
