// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace paydesk::journal {

/// Carries an answer from the journal's thread to a context object on another. A connection, unlike a
/// pointer, may be used while its receiver is being destroyed on its own thread.
class Reply : public QObject
{
    Q_OBJECT
signals:
    void ready();
};

} // namespace paydesk::journal
