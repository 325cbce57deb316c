//! A worker: our own code that has a request on its standard input, and needs nothing else.

use rustix::process::{Resource, getpid};
use seccompiler::SeccompAction;

use super::filter::{Argument, Rules};
use super::{Access, ConfineError, files, limit};
use crate::{Level, Limits};

/// Memory, clocks, random numbers for hash tables, and its own end.
const ALLOWED: &[libc::c_long] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_yield,
    libc::SYS_sigaltstack,
];

/// Gives up all files, sockets, processes and new descriptors for the whole process; anything but computing, reading its
/// standard input and writing its standard output and error kills it.
pub(crate) fn confine_worker(limits: &Limits) -> Result<Level, ConfineError> {
    let level = files::restrict(&Access::default())?;
    limit(Resource::As, limits.memory)?;
    for resource in [Resource::Core, Resource::Fsize, Resource::Nproc, Resource::Nofile] {
        limit(resource, 0)?;
    }
    let itself = u64::from(getpid().as_raw_nonzero().get().unsigned_abs());
    let not_executable =
        Argument::Bits { argument: 2, mask: libc::PROT_EXEC.unsigned_abs().into(), value: 0 };
    Rules::default()
        .any(ALLOWED)
        .when(&[libc::SYS_read], &[Argument::Is(0, 0)])?
        .when(&[libc::SYS_write, libc::SYS_writev], &[Argument::Is(0, 1)])?
        .when(&[libc::SYS_write, libc::SYS_writev], &[Argument::Is(0, 2)])?
        .when(&[libc::SYS_mmap, libc::SYS_mprotect], &[not_executable])?
        .when(&[libc::SYS_tgkill], &[Argument::Is(0, itself)])?
        .install(SeccompAction::Allow, SeccompAction::KillProcess)?;
    Ok(level)
}
