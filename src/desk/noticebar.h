// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"

#include <QFrame>

class QLabel;

namespace paydesk::desk {

/// A loud line under the banner for what staff must know and cannot be asked about: one problem at a
/// time, the newest.
class NoticeBar : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void showNotice(Tone tone, const QString &text, const QString &detail = {});
    void clear();

private:
    QLabel *m_picture;
    QLabel *m_text;
};

} // namespace paydesk::desk
