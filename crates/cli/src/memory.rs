//! How a site holds the C library to giving memory back: `docs/decisions/0012-memory-is-given-back.md`.

/// glibc's settings for a site: threads share two arenas, and what is freed at their ends goes back at once. It reads them
/// when a program starts and at no other time.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const SETTINGS: [(&str, &str); 3] =
    [("MALLOC_ARENA_MAX", "2"), ("MALLOC_TRIM_THRESHOLD_", "131072"), ("MALLOC_MMAP_THRESHOLD_", "1048576")];

/// Starts this program anew in its own place (the process stays the same) with those settings, unless somebody chose any of
/// them. Where that cannot be done it goes on as it is, with more memory.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back() {
    use std::os::unix::process::CommandExt as _;
    if SETTINGS.iter().any(|(name, _)| std::env::var_os(name).is_some()) {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut anew = std::process::Command::new(program);
    anew.args(std::env::args_os().skip(1)).envs(SETTINGS);
    let _goes_on = anew.exec();
}

/// Other C libraries are left as they are.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub const fn give_back() {}
