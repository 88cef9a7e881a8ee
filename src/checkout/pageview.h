// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWebEngineView>

namespace paydesk::checkout {

/// The engine's view without a context menu, and with nothing to be dropped on it.
class PageView : public QWebEngineView
{
    Q_OBJECT
public:
    explicit PageView(QWidget *parent = nullptr);

protected:
    bool event(QEvent *event) override;

private:
    void refuseDrops();
};

} // namespace paydesk::checkout
