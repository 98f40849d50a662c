//! The main job from roster to report, as admins and employees do it, on real people and both databases.

mod attacker;
mod city;
mod company;
mod wave;
