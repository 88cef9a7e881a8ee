// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/connectionlabel.h"

#include "checkout/elidedlabel.h"
#include "checkout/tintedicon.h"
#include "core/secureurl.h"

#include <QEvent>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

struct Look
{
    QString icon;
    QString word;
    Tone tone = Tone::Plain;
};

Look lookOf(ConnectionLabel::State state)
{
    switch (state) {
    case ConnectionLabel::State::Connecting:
        return {u"connecting"_s, ConnectionLabel::tr("Connecting"), Tone::Plain};
    case ConnectionLabel::State::Secure:
        return {u"secure"_s, ConnectionLabel::tr("Secure connection"), Tone::Good};
    case ConnectionLabel::State::ThisComputer:
        return {u"this-computer"_s, ConnectionLabel::tr("This computer (training)"), Tone::Plain};
    case ConnectionLabel::State::NotSecure:
        return {u"not-secure"_s, ConnectionLabel::tr("Not secure"), Tone::Bad};
    case ConnectionLabel::State::NotConnected:
        return {u"closed"_s, ConnectionLabel::tr("Not connected"), Tone::Bad};
    }
    return {};
}

} // namespace

ConnectionLabel::ConnectionLabel(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_word(new QLabel(this))
    , m_host(new ElidedLabel(this))
{
    m_host->setElideMode(Qt::ElideLeft); // the end of a host's name says whose it is
    m_host->setToolTip(tr("Where the page comes from"));
    QFont bold = m_word->font();
    bold.setBold(true);
    m_word->setFont(bold);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_icon);
    layout->addWidget(m_word);
    layout->addSpacing(fontMetrics().averageCharWidth());
    layout->addWidget(m_host, 1);
    setState(State::Connecting);
}

void ConnectionLabel::setUrl(const QUrl &url)
{
    setHost(url);
    if (!isSecureUrl(url))
        setState(State::NotSecure);
    else
        setState(url.scheme() == "https"_L1 ? State::Secure : State::ThisComputer);
}

void ConnectionLabel::setConnecting(const QUrl &url)
{
    setHost(url);
    setState(State::Connecting);
}

void ConnectionLabel::setNotConnected()
{
    setHost({});
    setState(State::NotConnected);
}

ConnectionLabel::State ConnectionLabel::state() const
{
    return m_state;
}

QString ConnectionLabel::host() const
{
    return m_host->text();
}

void ConnectionLabel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        setState(m_state);
}

void ConnectionLabel::setState(State state)
{
    m_state = state;
    const Look look = lookOf(state);
    m_icon->setPixmap(tintedIcon(look.icon, look.tone, fontMetrics().height(), *this));
    m_icon->setAccessibleName(look.word);
    QPalette palette = m_word->palette();
    palette.setColor(QPalette::WindowText, toneColor(look.tone, *this));
    m_word->setPalette(palette);
    m_word->setText(look.word);
    m_word->setAccessibleName(look.word);
    setAccessibleName(tr("Connection: %1").arg(look.word));
}

void ConnectionLabel::setHost(const QUrl &url)
{
    // Encoded (xn--…), so that a foreign letter which looks like a Latin one cannot pass for it.
    QString host = url.host(QUrl::FullyEncoded);
    if (url.port() >= 0)
        host += u':' + QString::number(url.port());
    m_host->setText(host);
}

} // namespace paydesk::checkout
