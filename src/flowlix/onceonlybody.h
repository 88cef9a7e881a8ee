// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

namespace paydesk::flowlix {

/// The body of one POST, which can be read once. When a server closes the connection before it answers,
/// QNetworkAccessManager sends the request a second time by itself, on a fresh connection as well as on
/// one that was kept alive. It first rewinds the body; this one refuses, and the call ends with
/// QNetworkReply::ContentReSendError after a single request.
class OnceOnlyBody : public QIODevice
{
    Q_OBJECT
public:
    explicit OnceOnlyBody(QByteArray bytes, QObject *parent = nullptr);

    qint64 size() const override;
    bool reset() override;

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 writeData(const char *data, qint64 length) override;

private:
    const QByteArray m_bytes;
};

} // namespace paydesk::flowlix
