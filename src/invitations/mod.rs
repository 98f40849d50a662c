//! Invitations: who is asked in a wave, and the link that each one gets.
//!
//! Knows the launch, the invitation mail and its delivery. Refuses to know whether anyone answered.

pub mod anew;
pub mod bounces;
pub mod correct;
pub mod former;
mod freeze;
pub mod launch;
pub mod link;
pub mod mail;
pub mod resend;
pub mod sending;
pub mod store;
mod turnover;
