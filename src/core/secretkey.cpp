// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secretkey.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace paydesk {

namespace {

struct SecretKeyText
{
    Q_DECLARE_TR_FUNCTIONS(SecretKey)
};

} // namespace

QString modeName(Mode mode)
{
    switch (mode) {
    case Mode::Training:
        return u"training"_s;
    case Mode::Test:
        return u"test"_s;
    case Mode::Live:
        return u"live"_s;
    }
    Q_UNREACHABLE();
}

Result<SecretKey> SecretKey::parse(const QByteArray &text)
{
    static const QRegularExpression pattern(u"\\Afl_(test|live)_sk_[A-Za-z0-9_-]{8,200}\\z"_s);
    if (!pattern.match(QString::fromLatin1(text)).hasMatch()) {
        return Error{.kind = ErrorKind::Configuration,
            .text = SecretKeyText::tr("The secret key is not complete. It begins with fl_test_sk_ or "
                                      "fl_live_sk_; copy it again from the Flowlix dashboard.")};
    }
    SecretKey key;
    key.m_text = text;
    return key;
}

bool SecretKey::isLive() const
{
    return m_text.startsWith("fl_live_sk_");
}

QByteArray SecretKey::authorization() const
{
    return "Bearer " + m_text;
}

QByteArray SecretKey::fingerprint(const QByteArray &salt) const
{
    return QCryptographicHash::hash(salt + m_text, QCryptographicHash::Sha256).toHex();
}

QString SecretKey::redacted(QString text) const
{
    return m_text.isEmpty() ? text : text.replace(QString::fromLatin1(m_text), u"[secret key]"_s);
}

QByteArray SecretKey::redacted(QByteArray bytes) const
{
    return m_text.isEmpty() ? bytes : bytes.replace(m_text, "[secret key]");
}

} // namespace paydesk
