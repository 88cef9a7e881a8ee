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

    enum class Topic { Setup, Storage, PageWindow };

    void showNotice(Topic topic, Tone tone, const QString &text, const QString &detail = {});
    /// Takes the notice away if it is about this topic: a problem does not hide that another one is over.
    void clear(Topic topic);

private:
    Topic m_topic = Topic::Setup;
    QLabel *m_picture;
    QLabel *m_text;
};

} // namespace paydesk::desk
