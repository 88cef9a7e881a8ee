// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/serviceline.h"

#include "desk/look.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace paydesk::desk {

using payments::Reach;
using payments::ServiceState;

namespace {

enum class Sight { Waiting, Good, Slow, Trouble, Offline };

Sight sightOf(const ServiceState &state)
{
    switch (state.reach) {
    case Reach::Unknown:
        return Sight::Waiting;
    case Reach::Offline:
        return Sight::Offline;
    case Reach::Faulty:
        return Sight::Trouble;
    case Reach::Online:
    case Reach::Slow:
        break;
    }
    if (state.keyRefused)
        return Sight::Trouble;
    return state.reach == Reach::Slow ? Sight::Slow : Sight::Good;
}

QString drawing(Sight sight)
{
    switch (sight) {
    case Sight::Waiting:
        return u":/desk/progress.svg"_s;
    case Sight::Good:
        return u":/desk/online.svg"_s;
    case Sight::Slow:
        return u":/desk/slow.svg"_s;
    case Sight::Trouble:
        return u":/desk/trouble.svg"_s;
    case Sight::Offline:
        return u":/desk/offline.svg"_s;
    }
    Q_UNREACHABLE();
}

QColor color(Sight sight, const QPalette &palette)
{
    switch (sight) {
    case Sight::Waiting:
    case Sight::Good:
        return palette.color(QPalette::WindowText); // green is for what was paid
    case Sight::Slow:
        return toneColor(Tone::Open, palette);
    case Sight::Trouble:
    case Sight::Offline:
        return toneColor(Tone::Bad, palette);
    }
    Q_UNREACHABLE();
}

QString seconds(std::chrono::milliseconds time)
{
    return QLocale().toString(std::chrono::duration<double>(time).count(), 'f', 1);
}

QString flowlixText(const ServiceState &state)
{
    switch (sightOf(state)) {
    case Sight::Waiting:
        return ServiceLine::tr("Flowlix has not answered yet");
    case Sight::Good:
        return ServiceLine::tr("Connected to Flowlix");
    case Sight::Slow:
        return ServiceLine::tr("Flowlix answers slowly (%1 s)").arg(seconds(state.delay));
    case Sight::Trouble:
        return state.reach == Reach::Faulty
            ? ServiceLine::tr("Flowlix has a fault – payments may not start right now. Paydesk keeps trying.")
            : ServiceLine::tr(
                "Flowlix does not accept this key, so no payment can be started. Correct the key "
                "in the settings and restart Paydesk.");
    case Sight::Offline:
        return ServiceLine::tr(
            "No connection to Flowlix – payments cannot be started right now. Paydesk keeps trying.");
    }
    Q_UNREACHABLE();
}

QString trainingText(const ServiceState &state)
{
    switch (sightOf(state)) {
    case Sight::Waiting:
        return ServiceLine::tr("The training service has not answered yet");
    case Sight::Good:
        return ServiceLine::tr("Connected to the training service");
    case Sight::Slow:
        return ServiceLine::tr("The training service answers slowly (%1 s)").arg(seconds(state.delay));
    case Sight::Trouble:
        return ServiceLine::tr("The training service has a fault. Restart Paydesk if it lasts.");
    case Sight::Offline:
        return ServiceLine::tr("No connection to the training service – payments cannot be practised right "
                               "now. Restart Paydesk if it lasts.");
    }
    Q_UNREACHABLE();
}

} // namespace

ServiceLine::ServiceLine(QWidget *parent)
    : QWidget(parent)
    , m_picture(new QLabel(this))
    , m_text(new QLabel(this))
{
    m_picture->setAccessibleName(tr("Connection"));
    m_text->setObjectName(u"serviceText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->setSpacing(8);
    layout->addWidget(m_picture);
    layout->addWidget(m_text, 1);
    refresh();
}

void ServiceLine::setTraining(bool training)
{
    m_training = training;
    refresh();
}

void ServiceLine::showState(const ServiceState &state)
{
    const Sight before = sightOf(m_state);
    m_state = state;
    refresh();
    const Sight now = sightOf(state);
    if (now == before || (now != Sight::Trouble && now != Sight::Offline))
        return;
    QAccessibleEvent alert(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ServiceLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        refresh();
}

void ServiceLine::refresh()
{
    const Sight sight = sightOf(m_state);
    const QColor ink = color(sight, palette());
    const int size = fontMetrics().height();
    m_picture->setPixmap(tintedIcon(drawing(sight), ink).pixmap(size, size));
    m_text->setText(m_training ? trainingText(m_state) : flowlixText(m_state));
    m_text->setToolTip((m_state.problem + u'\n' + m_state.detail).trimmed().toHtmlEscaped());
    setTextColor(m_text, ink);
}

} // namespace paydesk::desk
