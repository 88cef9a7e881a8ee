// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/childprocess.h"

#include <QCoreApplication>
#include <QProcessEnvironment>

#include <csignal>
#include <iostream>
#include <string>
#include <unistd.h>

namespace {

void say(const std::string &line)
{
    std::cout << line << '\n' << std::flush;
}

[[noreturn]] void sleepForEver()
{
    while (true)
        pause();
}

/// Repeats each line until the input ends.
int echo()
{
    for (std::string line; std::getline(std::cin, line);)
        say(line);
    return 0;
}

int babble()
{
    for (const char *line :
        {"", "not JSON", "[1,2]", "7", "{\"half\":", "{\"number\":1}", "\xff\xfe", "{\"number\":2} x"})
        say(line);
    std::cout << std::string(1024 * 1024, 'x') << std::flush; // a line without an end
    say("");
    say("{\"number\":3}");
    return echo();
}

int tellEnvironment()
{
    for (char **entry = environ; *entry != nullptr; ++entry)
        say("{\"name\":\"" + std::string(*entry).substr(0, std::string(*entry).find('=')) + "\"}");
    say("{\"name\":\"\"}");
    return echo();
}

/// Is the parent of a child that only a signal can end, and tells that child's process id.
int haveChild(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    paydesk::ChildProcess child(QStringLiteral("childprocess_helper"), {QStringLiteral("stubborn")});
    QObject::connect(&child, &paydesk::ChildProcess::received, &child,
        [&child] { say("{\"child\":" + std::to_string(child.processId()) + "}"); });
    child.start();
    return QCoreApplication::exec();
}

} // namespace

/// The other end of tst_childprocess. What it does is its first argument.
int main(int argc, char **argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "echo")
        return echo();
    if (what == "babble")
        return babble();
    if (what == "environment")
        return tellEnvironment();
    if (what == "parent")
        return haveChild(argc, argv);
    if (what == "stubborn") {
        say("{\"ready\":true}");
        sleepForEver(); // does not even read, so it never sees the end of its input
    }
    if (what == "crash")
        return raise(SIGKILL);
    return 7;
}
