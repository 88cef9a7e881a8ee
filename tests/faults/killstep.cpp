// SPDX-License-Identifier: GPL-3.0-or-later

// A library to be loaded before all others (LD_PRELOAD) into an unchanged program. It numbers each step that
// the program takes on its journal's files and on its TCP connections, and ends the program at the one that
// KILLSTEP_AT names, as kill -9 does. KILLSTEP_LOG names the file that tells which steps were taken, a line
// each. Children that are given another environment are left alone.
//
// Steps: before a write and in the middle of it; before and after a sync, a truncation and a removal; before,
// in the middle of and after a request; and when an answer has arrived that nobody has looked at yet.

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::atomic<long> lastStep{0};

/// The function of this name that would have been called without this library.
template <typename Function> Function real(const char *name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

long stepToDieAt()
{
    static const char *text = std::getenv("KILLSTEP_AT");
    static const long step = text ? std::atol(text) : 0;
    return step;
}

int logFile()
{
    static const char *path = std::getenv("KILLSTEP_LOG");
    static const int fd = path ? ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    return fd;
}

/// By the kernel's own door, so that this library does not count itself.
void say(long number, const char *what, const char *where)
{
    char line[160];
    const int length = std::snprintf(line, sizeof line, "%ld %s %s\n", number, what, where);
    syscall(SYS_write, logFile(), line, length);
}

void step(const char *what, const char *where)
{
    const long number = ++lastStep;
    if (logFile() >= 0)
        say(number, what, where);
    if (number == stepToDieAt())
        std::raise(SIGKILL);
}

/// True where the program would have to die in the middle of this write.
bool diesHalfway(const char *where)
{
    const long number = ++lastStep;
    if (logFile() >= 0)
        say(number, "half of a write to", where);
    return number == stepToDieAt();
}

/// Which of the journal's files this is; null for any other file.
const char *journalFile(std::string_view path)
{
    for (const char *name : {"journal.db", "journal.db-wal", "journal.db-journal"}) {
        if (path.size() > std::strlen(name) && path.ends_with(name)
            && path[path.size() - std::strlen(name) - 1] == '/')
            return name;
    }
    return nullptr;
}

const char *journalFile(int fd)
{
    char link[32];
    char path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = ::readlink(link, path, sizeof path);
    return length > 0 ? journalFile(std::string_view(path, size_t(length))) : nullptr;
}

/// Errors stay as the program would find them.
bool isTcp(int fd)
{
    const int before = errno;
    sockaddr_storage address = {};
    socklen_t size = sizeof address;
    int type = 0;
    socklen_t typeSize = sizeof type;
    const bool tcp = ::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &typeSize) == 0 && type == SOCK_STREAM
        && ::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size) == 0
        && (address.ss_family == AF_INET || address.ss_family == AF_INET6);
    errno = before;
    return tcp;
}

constexpr char network[] = "the network";

/// Whether a request left on this connection and nothing of its answer was read yet: an answer is read in
/// many pieces, and is one step.
std::array<std::atomic<bool>, 4096> awaitsAnswer;

void noteRequest(int fd)
{
    if (fd >= 0 && size_t(fd) < awaitsAnswer.size())
        awaitsAnswer[size_t(fd)] = true;
}

bool isFirstOfAnswer(int fd)
{
    return fd >= 0 && size_t(fd) < awaitsAnswer.size() && awaitsAnswer[size_t(fd)].exchange(false);
}

template <typename Write> ssize_t sending(int fd, size_t size, const Write &write)
{
    if (!isTcp(fd))
        return write(size);
    step("before a write to", network);
    if (diesHalfway(network)) {
        write(size / 2);
        std::raise(SIGKILL);
    }
    const ssize_t result = write(size);
    noteRequest(fd);
    step("after a write to", network);
    return result;
}

ssize_t received(int fd, ssize_t result)
{
    if (result > 0 && isFirstOfAnswer(fd))
        step("an answer from", network);
    return result;
}

template <typename Write> ssize_t storing(int fd, size_t size, const Write &write)
{
    const char *file = journalFile(fd);
    if (!file)
        return write(size);
    step("before a write to", file);
    if (diesHalfway(file)) {
        write(size / 2);
        std::raise(SIGKILL);
    }
    return write(size);
}

template <typename Call> int around(const char *file, const char *before, const char *after, const Call &call)
{
    if (file)
        step(before, file);
    const int result = call();
    if (file)
        step(after, file);
    return result;
}

} // namespace

// The C library's own parameter names are reserved.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
extern "C" {

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    static const auto next = real<ssize_t (*)(int, const void *, size_t, off64_t)>("pwrite64");
    return storing(fd, size, [&](size_t part) { return next(fd, data, part, offset); });
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    static const auto next = real<ssize_t (*)(int, const void *, size_t, off_t)>("pwrite");
    return storing(fd, size, [&](size_t part) { return next(fd, data, part, offset); });
}

int fdatasync(int fd)
{
    static const auto next = real<int (*)(int)>("fdatasync");
    return around(journalFile(fd), "before a sync of", "after a sync of", [fd] { return next(fd); });
}

int fsync(int fd)
{
    static const auto next = real<int (*)(int)>("fsync");
    return around(journalFile(fd), "before a sync of", "after a sync of", [fd] { return next(fd); });
}

int ftruncate64(int fd, off64_t size)
{
    static const auto next = real<int (*)(int, off64_t)>("ftruncate64");
    return around(
        journalFile(fd), "before the cut of", "after the cut of", [fd, size] { return next(fd, size); });
}

int unlink(const char *path)
{
    static const auto next = real<int (*)(const char *)>("unlink");
    return around(
        journalFile(path), "before the removal of", "after the removal of", [path] { return next(path); });
}

ssize_t write(int fd, const void *data, size_t size)
{
    static const auto next = real<ssize_t (*)(int, const void *, size_t)>("write");
    return sending(fd, size, [&](size_t part) { return next(fd, data, part); });
}

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    static const auto next = real<ssize_t (*)(int, const void *, size_t, int)>("send");
    return sending(fd, size, [&](size_t part) { return next(fd, data, part, flags); });
}

ssize_t read(int fd, void *data, size_t size)
{
    static const auto next = real<ssize_t (*)(int, void *, size_t)>("read");
    return received(fd, next(fd, data, size));
}

ssize_t recv(int fd, void *data, size_t size, int flags)
{
    static const auto next = real<ssize_t (*)(int, void *, size_t, int)>("recv");
    return received(fd, next(fd, data, size, flags));
}

} // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
