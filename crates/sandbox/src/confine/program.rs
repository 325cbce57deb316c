//! An outside program: not ours, dynamically linked, with threads of its own.
//!
//! What it needs cannot be listed, so what it must not have is. Where Landlock is absent, seccomp alone keeps it from
//! writing, but it can read what the user can; it has no way to send that anywhere but into its own answer.
//! BUG: it may replace itself by another program, as the first `execve` is indistinguishable from the second; that one
//! is confined as well, and Landlock lets it execute only what stands in system folders.

use rustix::process::{Resource, Rlimit, getpid, setrlimit};
use seccompiler::SeccompAction;

use super::filter::{Argument, Rules};
use super::{Access, ConfineError, files, limit, seconds};
use crate::{Level, Limits};

/// Ways to other processes, to the kernel's machinery and to more rights: no picture decoder tries them by chance.
const DEADLY: &[libc::c_long] = &[
    libc::SYS_add_key,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_delete_module,
    libc::SYS_finit_module,
    libc::SYS_fsopen,
    libc::SYS_init_module,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_move_mount,
    libc::SYS_open_by_handle_at,
    libc::SYS_open_tree,
    libc::SYS_perf_event_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_pivot_root,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_reboot,
    libc::SYS_request_key,
    libc::SYS_setns,
    libc::SYS_swapon,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
];

/// Sockets and other processes: refused, because libraries ask for some of them without need.
const REFUSED: &[libc::c_long] = &[
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_bind,
    libc::SYS_connect,
    libc::SYS_kill,
    libc::SYS_listen,
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_tkill,
];

/// Changes to files and folders.
const CHANGES: &[libc::c_long] = &[
    libc::SYS_fallocate,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_fsetxattr,
    libc::SYS_ftruncate,
    libc::SYS_linkat,
    libc::SYS_lsetxattr,
    libc::SYS_mkdirat,
    libc::SYS_mknodat,
    libc::SYS_renameat2,
    libc::SYS_setxattr,
    libc::SYS_symlinkat,
    libc::SYS_truncate,
    libc::SYS_unlinkat,
    libc::SYS_utimensat,
];

/// The same under the older names that some processors still have.
#[cfg(target_arch = "x86_64")]
mod old {
    pub(super) const REFUSED: &[libc::c_long] = &[libc::SYS_fork, libc::SYS_vfork];
    pub(super) const OPEN: &[libc::c_long] = &[libc::SYS_open];
    pub(super) const CHANGES: &[libc::c_long] = &[
        libc::SYS_chmod,
        libc::SYS_chown,
        libc::SYS_creat,
        libc::SYS_futimesat,
        libc::SYS_lchown,
        libc::SYS_link,
        libc::SYS_mkdir,
        libc::SYS_mknod,
        libc::SYS_rename,
        libc::SYS_renameat,
        libc::SYS_rmdir,
        libc::SYS_symlink,
        libc::SYS_unlink,
        libc::SYS_utime,
        libc::SYS_utimes,
    ];
}
#[cfg(not(target_arch = "x86_64"))]
mod old {
    pub(super) const REFUSED: &[libc::c_long] = &[];
    pub(super) const OPEN: &[libc::c_long] = &[];
    pub(super) const CHANGES: &[libc::c_long] = &[libc::SYS_renameat];
}

/// Every way of opening a file but to read it.
const WRITING: [(u32, u32); 4] = [
    (libc::O_ACCMODE as u32, libc::O_WRONLY as u32),
    (libc::O_ACCMODE as u32, libc::O_RDWR as u32),
    (libc::O_CREAT as u32, libc::O_CREAT as u32),
    (libc::O_TRUNC as u32, libc::O_TRUNC as u32),
];

/// Confines the process before it becomes the program. Files can be changed only if some may be written.
pub(crate) fn confine_program(limits: &Limits, access: &Access) -> Result<Level, ConfineError> {
    let writes = !access.write.is_empty();
    let level = files::restrict(access)?;
    limit(Resource::As, limits.memory)?;
    // At the first limit the kernel says why (SIGXCPU), at the second it only kills.
    let cpu = seconds(limits.cpu);
    setrlimit(Resource::Cpu, Rlimit { current: Some(cpu), maximum: Some(cpu.saturating_add(1)) })?;
    limit(Resource::Core, 0)?;
    limit(Resource::Nofile, 256)?;
    limit(Resource::Fsize, if writes { limits.reply } else { 0 })?;
    refuse(writes)?.install(errno(libc::EPERM), SeccompAction::Allow)?;
    // Their arguments lie in memory, where no filter can look: programs fall back to the older calls.
    Rules::default()
        .any(&[libc::SYS_clone3, libc::SYS_openat2])
        .install(errno(libc::ENOSYS), SeccompAction::Allow)?;
    Rules::default().any(DEADLY).install(SeccompAction::KillProcess, SeccompAction::Allow)?;
    Ok(level)
}

fn refuse(writes: bool) -> Result<Rules, ConfineError> {
    let itself = u64::from(getpid().as_raw_nonzero().get().unsigned_abs());
    let thread = libc::CLONE_THREAD.unsigned_abs().into();
    let mut rules = Rules::default()
        .any(REFUSED)
        .any(old::REFUSED)
        .when(&[libc::SYS_clone], &[Argument::Bits { argument: 0, mask: thread, value: 0 }])?
        .when(&[libc::SYS_tgkill], &[Argument::IsNot(0, itself)])?
        .when(&[libc::SYS_prlimit64], &[Argument::IsNot(0, 0)])?;
    if !writes {
        rules = rules.any(CHANGES).any(old::CHANGES);
        for (mask, value) in WRITING.map(|(mask, value)| (u64::from(mask), u64::from(value))) {
            rules = rules
                .when(&[libc::SYS_openat], &[Argument::Bits { argument: 2, mask, value }])?
                .when(old::OPEN, &[Argument::Bits { argument: 1, mask, value }])?;
        }
    }
    Ok(rules)
}

fn errno(number: i32) -> SeccompAction {
    SeccompAction::Errno(number.unsigned_abs())
}
