// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace paydesk::desk {

/// What the service answered, as text: for support, and for whoever wants to know exactly.
class RawAnswerDialog : public QDialog
{
    Q_OBJECT
public:
    /// `answers`: the objects as they were received, one for each payment.
    explicit RawAnswerDialog(const QList<QByteArray> &answers, QWidget *parent = nullptr);

    /// JSON with a member a line, or as it is where it is no JSON.
    static QString readable(const QByteArray &json);
};

} // namespace paydesk::desk
