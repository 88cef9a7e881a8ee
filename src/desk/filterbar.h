// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "journal/salequery.h"

#include <QTimer>
#include <QUuid>
#include <QWidget>

#include <memory>

namespace Ui {
class FilterBar;
}

namespace paydesk::desk {

/// Where managers say which payments they look for: a search field, a period, what else there is to choose
/// from, and each condition that is set as a chip that takes it away. Remembers what was looked for before.
class FilterBar : public QWidget
{
    Q_OBJECT
public:
    explicit FilterBar(QWidget *parent = nullptr);
    ~FilterBar() override;

    const journal::SaleFilter &filter() const { return m_filter; }
    /// As if staff had chosen it.
    void setFilter(const journal::SaleFilter &filter);
    /// What the journal has to choose from. `thisTill` is how this till is told from others.
    void setChoices(const journal::FilterChoices &choices, const QUuid &thisTill);
    /// When a day begins, for the periods.
    void setBusinessDay(const BusinessDay &day);
    void focusSearch();

public slots:
    void goBack();
    void goForward();

signals:
    void filterChanged();
    /// Staff is done with the search field: on to the list.
    void searchEntered();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Remember {
        Step, ///< one can go back to what was before
        SameStep, ///< staff goes on typing
        Nothing, ///< it is a step back or forward itself
    };

    void setUpPeriods();
    void setUpChoices();
    /// What the fields say.
    journal::SaleFilter entered() const;
    void enter(Remember remember = Remember::Step);
    void take(const journal::SaleFilter &filter, Remember remember);
    void showFilter();
    void showPeriod();
    void showChips();
    void choosePeriod(int index);
    void go(qsizetype step);

    std::unique_ptr<Ui::FilterBar> m_ui;
    journal::SaleFilter m_filter;
    QUuid m_thisTill;
    BusinessDay m_day;
    QList<journal::SaleFilter> m_trail = {{}}; ///< what was looked for, oldest first
    qsizetype m_at = 0; ///< where in it
    bool m_isCustomPeriod = false; ///< staff chooses its days, be they today's
    bool m_isTyping = false; ///< the newest step is of the search field
    bool m_isShowing = false; ///< what the fields report is no choice of staff's
    QTimer m_typed; ///< runs out when staff pauses
};

} // namespace paydesk::desk
