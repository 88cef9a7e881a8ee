// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// What paydesk-checkout does to its own process before the engine wakes up.
namespace paydesk::checkout {

/// Call first thing in main(), before there is an application object or a second thread.
///
/// Keeps of the environment only what ChildProcess would have passed, however the process was started: some
/// variables open the engine's debugger, load code into it or write out TLS secrets. Then sets what the
/// engine needs. The process writes no core dump, in which a typed card number could lie, and ends with the
/// process that started it.
void guardProcess();

/// False as root, where the engine cannot build its own sandbox. guardProcess() switches it off there.
bool engineSandboxed();

} // namespace paydesk::checkout
