//! Points between two steps at which a test lets the program stand still, and kills it. They are compiled in only
//! with the feature `failpoints`, which `tests/run` turns on: in a release nothing is left of them.

/// Stands still here, if a test has asked for this point. Points are named by what has just been done.
#[cfg(feature = "failpoints")]
macro_rules! fail_point {
    ($name:literal) => {
        $crate::failpoints::reached($name)
    };
}
#[cfg(not(feature = "failpoints"))]
macro_rules! fail_point {
    ($name:literal) => {
        ()
    };
}
pub(crate) use fail_point;

#[cfg(feature = "failpoints")]
pub use armed::{arm, reached};

#[cfg(feature = "failpoints")]
mod armed {
    use std::path::PathBuf;
    use std::sync::OnceLock;

    static ARMED: OnceLock<(String, PathBuf)> = OnceLock::new();

    /// Chooses a point, once for the life of the process: `<name>=<file>`. The file is made when it is reached.
    pub fn arm(point: &str) {
        if let Some((name, file)) = point.split_once('=') {
            // Only the first choice counts.
            let _ = ARMED.set((name.to_owned(), file.into()));
        }
    }

    /// Never returns from the point that was chosen.
    pub fn reached(name: &str) {
        let Some((_, file)) = ARMED.get().filter(|(armed, _)| armed == name) else { return };
        // Without the file the test fails: it waits for it.
        let _ = std::fs::write(file, name);
        loop {
            std::thread::park();
        }
    }
}
