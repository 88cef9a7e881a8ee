// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWebEngineProfile>

namespace paydesk::checkout {

/// The engine profile of one payment: off the record, so that cookies, storage and cache are gone with it,
/// and with everything switched off that a hosted payment page does not need. Must outlive its pages.
class GuardedProfile : public QWebEngineProfile
{
    Q_OBJECT
public:
    explicit GuardedProfile(QObject *parent = nullptr);

signals:
    /// A page asked for what is refused; `what` is for the record and holds nothing that was typed.
    void blocked(const QString &what);

private:
    void switchOff();
    void forbidDragging();
};

} // namespace paydesk::checkout
