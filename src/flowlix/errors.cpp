// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/errors.h"

#include <QCoreApplication>

namespace paydesk::flowlix {

namespace {

struct FlowlixText
{
    Q_DECLARE_TR_FUNCTIONS(Flowlix)
};

} // namespace

Error badAnswer(const QString &detail)
{
    return {.kind = ErrorKind::BadAnswer,
        .text
        = FlowlixText::tr("The answer from Flowlix could not be understood, so the result is not known yet."),
        .detail = detail};
}

Error mismatch(const QString &detail)
{
    return {.kind = ErrorKind::Mismatch,
        .text = FlowlixText::tr("Flowlix answered about another payment or amount than this sale's. Look the "
                                "sale up in the Flowlix dashboard, and do not charge it again before."),
        .detail = detail};
}

Error noConnection(const QString &detail)
{
    return {.kind = ErrorKind::Network,
        .text = FlowlixText::tr("There is no connection to Flowlix. Check this computer's network."),
        .detail = detail};
}

Error noSecureConnection(const QString &detail)
{
    return {.kind = ErrorKind::Network,
        .text = FlowlixText::tr("No secure connection to Flowlix can be made. Check this computer's date and "
                                "time, and its network."),
        .detail = detail};
}

Error connectionLost(const QString &detail)
{
    return {.kind = ErrorKind::Network,
        .text = FlowlixText::tr("The connection to Flowlix was lost before its answer was complete, so the "
                                "result is not known yet."),
        .detail = detail};
}

Error noAnswerInTime(const QString &detail)
{
    return {.kind = ErrorKind::Network,
        .text = FlowlixText::tr("Flowlix did not answer in time, so the result is not known yet."),
        .detail = detail};
}

Error notConfigured(const QString &text)
{
    return {.kind = ErrorKind::Configuration, .text = text};
}

} // namespace paydesk::flowlix
