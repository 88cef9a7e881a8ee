// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

#include <functional>

namespace paydesk::desk {

/// A list of models::DetailRows whose rows can be copied: with Ctrl+C, from the menu, and with the button in
/// the row.
class DetailView : public QListView
{
    Q_OBJECT
public:
    explicit DetailView(QWidget *parent = nullptr);

    /// Has the rows changed, and shows the same ones at the same place as before.
    void keepPlace(const std::function<void()> &change);

signals:
    /// It is in the clipboard. `caption`: what was copied.
    void copied(const QString &caption);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void copy(const QModelIndex &index);
};

} // namespace paydesk::desk
