//! The `candor` command.

fn main() -> std::process::ExitCode {
    candor::cli::run()
}
