// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

namespace paydesk::desk {

/// Places widgets one after the other, as words in a paragraph: what does not fit begins a new line.
class FlowLayout : public QLayout
{
public:
    using QLayout::QLayout;
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override { m_items.append(item); } // owned from here on
    int count() const override { return int(m_items.size()); }
    QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
    void setGeometry(const QRect &rectangle) override;
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override;

private:
    /// The height that it takes.
    int arrange(const QRect &rectangle, bool move) const;

    QList<QLayoutItem *> m_items;
};

} // namespace paydesk::desk
