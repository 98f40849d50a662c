//! The launch and the invitations that it sends.

use candor::db::{Conn, WaveId};
use candor::invitations::launch::LaunchError;
use candor::invitations::store::{Delivery, Invitation};
use candor::waves::LaunchRefusal;

use crate::app::{TestApp, on_both};

impl TestApp {
    async fn invitations(&self, wave: WaveId) -> Vec<Invitation> {
        self.app.db.read(move |conn| candor::invitations::store::of_wave(conn, wave)).await.unwrap()
    }
}

on_both! {
    async fn two_launches_at_once_invite_once(app: TestApp) {
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Sales", 7)]).await;
        let wave = app.plan(app.draft("Twice")).await;
        let (first, second) = tokio::join!(app.launch(wave), app.launch(wave));
        let refused = [&first, &second].into_iter().filter(|r| matches!(r, Err(LaunchError::Refused(LaunchRefusal::AlreadyOpen)))).count();
        assert_eq!((refused, first.is_ok() ^ second.is_ok()), (1, true), "{first:?} {second:?}");
        assert_eq!(app.invitations(wave).await.len(), 7);
        let check = app.wave_of(&format!("/waves/{wave}")).await.key_check.unwrap();
        assert!(app.app.keys.load(wave, &check).is_ok(), "the key in the folder is the one that was stored");
        assert_eq!(app.sent_mail().await.len(), 7);
        assert_eq!(app.sent_mail().await.len(), 0);
    }

    async fn an_invitation_is_in_the_persons_language_and_has_one_link_to_answer_by(app: TestApp) {
        app.introduce("Acme & Sons", "ask@example.com").await;
        app.import_now("Employee ID,Full name,First name,Work email,Department,Language\n\
                        1,Ann One,Ann,ann@example.com,Law,en\n2,Борис Два,,boris@example.com,Law,ru\n").await;
        let wave = app.launch_wave("March").await;
        let mut mails = app.sent_mail().await;
        mails.sort_by_key(|mail| mail.language);
        let [english, russian] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!((english.to.address.as_str(), russian.to.address.as_str()), ("ann@example.com", "boris@example.com"));
        assert!(english.text.starts_with("Hello Ann,\n\n"), "{}", english.text);
        assert!(russian.text.starts_with("Здравствуйте!\n\n"), "without a first name: {}", russian.text);
        assert!(russian.text.contains("Ваша ссылка — это ваш бюллетень"), "{}", russian.text);
        for mail in &mails {
            let link = format!("{}/a/{wave}/", app.app.config.public_url());
            assert_eq!((mail.text.matches(&link).count(), mail.html.matches(&link).count()), (1, 1));
            let notice = format!("{}/privacy?lang={}", app.app.config.public_url(), mail.language);
            assert_eq!((mail.text.matches(&notice).count(), mail.html.matches(&notice).count()), (1, 1));
            assert_eq!((mail.text.matches("://").count(), mail.html.matches("href=").count()), (2, 2), "no third link");
            assert!(mail.text.contains("at least 5 people") || mail.text.contains("хотя бы 5\u{a0}человек")
                || mail.text.contains("хотя бы 5 человек"), "{}", mail.text);
            let token = mail.text.split(&link).nth(1).unwrap().split('?').next().unwrap();
            assert!(!token.contains(&mail.id) && !mail.id.contains(token), "the Message-ID tells nothing of the link");
        }
        let delivered = app.invitations(wave).await.iter().all(|i| i.delivery == Delivery::Delivered);
        assert!(delivered);
        let again = app.launch(wave).await;
        assert!(matches!(again, Err(LaunchError::Refused(LaunchRefusal::AlreadyOpen))));
    }

    async fn an_invitation_to_a_broken_address_is_shown_and_sent_again_once_corrected(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 2)]).await;
        let wave = app.launch_wave("March").await;
        let invitation = app.invitations(wave).await[0].clone();
        let set = move |conn: &mut Conn| {
            let failed = Delivery::Failed(candor::mail::Failure::said("550 no such user"));
            candor::invitations::store::set_delivery(conn, &[invitation.id], &failed)
        };
        assert_eq!(app.sent_mail().await.len(), 2);
        app.app.db.write(set).await.unwrap();
        let page = app.get(&format!("/waves/{wave}")).await;
        assert!(page.text.contains("1 invitation could not be delivered"), "{}", page.text);
        assert!(page.text.contains("550 no such user"));
        let resend = format!("/waves/{wave}/invitations/{}/resend", invitation.id);
        assert_eq!(app.order(&resend).await.status, 303);
        assert_eq!(app.order(&resend).await.status, 409, "it is on its way");
        assert!(!app.get(&format!("/waves/{wave}")).await.text.contains("could not be delivered"));
    }
}
