// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desk/notice.h"
#include "journal/salerecord.h"

#include <QObject>

namespace paydesk::journal {
class Journal;
}
namespace paydesk::payments {
class Till;
}

namespace paydesk::desk {

class DesktopNotifier;
class NoticeBar;
class SaleActions;

/// Announces what became of sales that nobody looks at any more: paid late, paid twice, to be looked at, and
/// refunds. A notice goes when staff dismisses it or its cause is gone.
class SaleNotices : public QObject
{
    Q_OBJECT
public:
    /// All of them must outlive this.
    SaleNotices(payments::Till &till, const journal::Journal &journal, SaleActions &actions, NoticeBar &bar,
        const DesktopNotifier &desktop, QObject *parent);

signals:
    void showRequested(const QUuid &attemptId);

private:
    void paidLate(const journal::SaleRecord &sale);
    void paidTwice(const journal::SaleRecord &sale);
    void reviewNeeded(const journal::SaleRecord &sale);
    void refundSettled(const journal::SaleRecord &sale, const QUuid &refundId);
    void follow(const journal::SaleRecord &sale);
    NoticeAction showAction(const journal::SaleRecord &sale);

    SaleActions &m_actions;
    NoticeBar &m_bar;
    const DesktopNotifier &m_desktop;
};

} // namespace paydesk::desk
