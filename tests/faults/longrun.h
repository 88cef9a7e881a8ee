// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <QString>

namespace paydesk::test {

/// PAYDESK_FAULTS=long: everything, however long it takes. Else a sample, for every run of the tests.
inline bool isLongRun()
{
    return qgetenv("PAYDESK_FAULTS") == "long";
}

/// Another one each time, unless PAYDESK_FAULTS_SEED names it. To be printed, so that it can be named.
inline quint32 faultSeed()
{
    bool named = false;
    const uint seed = qEnvironmentVariable("PAYDESK_FAULTS_SEED").toUInt(&named);
    return named ? seed : QRandomGenerator::global()->bounded(1, 1'000'000);
}

/// Qt Test ends a test function after five minutes, unless it is told otherwise before it starts.
inline void allowLongFunctions()
{
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "10800000");
}

} // namespace paydesk::test
