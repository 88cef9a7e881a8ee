// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/chargerequest.h"
#include "core/error.h"

#include <QWidget>

#include <memory>

namespace Ui {
class ChargePage;
}

namespace paydesk::desk {

/// The form of a sale. Passive: it checks what is typed, and hands on a request that can be sent.
class ChargePage : public QWidget
{
    Q_OBJECT
public:
    explicit ChargePage(QWidget *parent = nullptr);
    ~ChargePage() override;

    /// Nothing is typed.
    bool isEmpty() const;
    /// Empties the form; the currency stays, because the next customer most likely pays in it too.
    void clear();
    /// Fills the form with a sale, to charge it again.
    void fill(const ChargeRequest &request);
    /// Shows what is wrong. What was typed stays.
    void showProblem(const Error &error);
    /// Whether payments can be taken at all; `why` is shown where not.
    void setReady(bool ready, const QString &why = {});
    /// What staff should know before they charge; empty for nothing.
    void setHint(const QString &text);
    void focusAmount();

signals:
    /// Staff pressed Charge and everything typed is in order.
    void chargeRequested(const paydesk::ChargeRequest &request);

private:
    void submit();
    void updateDescriptionCount();
    void clearProblem();

    std::unique_ptr<Ui::ChargePage> m_ui;
};

} // namespace paydesk::desk
