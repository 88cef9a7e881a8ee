// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a Widgets program with a table can be: what the desk's start is measured beside.
#include <QApplication>
#include <QMainWindow>
#include <QTableView>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setWindowTitle(QStringLiteral("Bare window"));
    window.setCentralWidget(new QTableView(&window));
    window.resize(1280, 760);
    window.show();
    return QApplication::exec();
}
