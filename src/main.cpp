// SPDX-License-Identifier: GPL-3.0-or-later
// paydesk's composition root: builds every service and wires them; no logic of its own.
#include "checkout/checkoutprocess.h"
#include "desk/mainwindow.h"
#include "desk/singleinstance.h"
#include "flowlix/client.h"
#include "journal/history.h"
#include "journal/journal.h"
#include "journal/journalcheck.h"
#include "models/paymentsmodel.h"
#include "models/todaytotals.h"
#include "payments/servicewatch.h"
#include "payments/sync.h"
#include "payments/till.h"
#include "sandbox/sandboxprocess.h"
#include "settings/settings.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QLibraryInfo>
#include <QTextStream>
#include <QTimer>
#include <QTranslator>

#include <cstdlib>
#include <cstring>
#include <sys/prctl.h>
#include <unistd.h>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

/// What the list beside the counter shows; the history has all.
constexpr int daysAtTheCounter = 30;

/// Everything that lives as long as the window, in the order in which it depends on one another.
class Program
{
public:
    Program(const settings::Settings &settings, const QString &directory, bool asRoot)
        : m_settings(settings)
        , m_directory(directory)
        , m_journal(directory)
        , m_history(directory)
        , m_payments(m_journal, m_history)
        , m_found(m_journal, m_history)
        , m_totals(m_journal, m_history, settings.businessDay)
        , m_window(settings, asRoot)
    {
        m_window.setModels(m_payments, m_totals);
        m_window.setHistory(m_found, m_journal, m_history);
        QObject::connect(
            &m_payments, &models::PaymentsModel::failed, &m_window, &desk::MainWindow::closeCounter);
        QObject::connect(
            &m_found, &models::PaymentsModel::failed, &m_window, &desk::MainWindow::showStorageProblem);
    }

    desk::MainWindow &window() { return m_window; }

    void start()
    {
        m_window.show();
        m_checkout.warmUp();
        m_journal.open(&m_window, [this](const Result<Done> &opened) {
            if (!opened) {
                m_window.closeCounter(opened.error());
                return;
            }
            m_payments.setQuery(
                {.filter = {.from = QDateTime::currentDateTimeUtc().addDays(-daysAtTheCounter)},
                    .order = {}});
            m_totals.refresh();
            if (const auto replacement = m_journal.replacement())
                m_window.showReplacement(*replacement);
            if (m_settings.mode == Mode::Training)
                startTrainingService();
            else
                openCounter(m_settings.apiUrl);
        });
    }

private:
    void startTrainingService()
    {
        m_sandbox = std::make_unique<sandbox::SandboxProcess>(QDir(m_directory).filePath(u"sandbox.json"_s));
        QObject::connect(m_sandbox.get(), &sandbox::SandboxProcess::ready, &m_window,
            [this](const QUrl &url) { openCounter(url); });
        QObject::connect(
            m_sandbox.get(), &sandbox::SandboxProcess::failed, &m_window, [this](const QString &reason) {
                m_window.closeCounter({.kind = ErrorKind::Configuration,
                    .text = QCoreApplication::translate(
                        "main", "The training service has stopped. Restart Paydesk."),
                    .detail = reason});
            });
        m_sandbox->start();
    }

    void openCounter(const QUrl &apiUrl)
    {
        m_client = std::make_unique<flowlix::Client>(
            flowlix::ClientConfig{.baseUrl = apiUrl, .key = m_settings.key});
        const payments::Services services{
            .client = *m_client, .journal = m_journal, .checkout = m_checkout, .key = m_settings.key};
        m_till = std::make_unique<payments::Till>(services,
            payments::TillConfig{.shopName = m_settings.shopName, .returnUrl = m_settings.returnUrl});
        m_window.openCounter(*m_till, m_checkout, m_journal);
        m_watch = std::make_unique<payments::ServiceWatch>(*m_client);
        m_window.watchService(*m_watch);
        m_watch->start();
        prepareSync(services);
        m_till->recover();
    }

    /// Goes on by itself when the till has taken up what the journal holds, and again each quarter of an
    /// hour.
    void prepareSync(const payments::Services &services)
    {
        using payments::Sync;
        m_sync = std::make_unique<Sync>(services);
        QObject::connect(m_sync.get(), &Sync::unsettledFound, m_till.get(), &payments::Till::takeUp);
        QObject::connect(m_till.get(), &payments::Till::recovered, m_sync.get(), &Sync::goOn);
        if (m_journal.replacement())
            QObject::connect(
                m_sync.get(), &Sync::finished, &m_window,
                [this](const payments::SyncProgress &progress) { m_window.showRefilled(progress.imported); },
                Qt::SingleShotConnection);
        m_window.setSync(*m_sync);
        QObject::connect(&m_syncAgain, &QTimer::timeout, m_sync.get(), &Sync::goOn);
        m_syncAgain.start(std::chrono::minutes(15));
    }

    settings::Settings m_settings;
    QString m_directory;
    journal::Journal m_journal;
    journal::History m_history;
    checkout::CheckoutProcess m_checkout;
    std::unique_ptr<sandbox::SandboxProcess> m_sandbox;
    std::unique_ptr<flowlix::Client> m_client;
    std::unique_ptr<payments::ServiceWatch> m_watch;
    std::unique_ptr<payments::Till> m_till;
    std::unique_ptr<payments::Sync> m_sync;
    QTimer m_syncAgain;
    models::PaymentsModel m_payments; ///< at the counter
    models::PaymentsModel m_found; ///< in the history
    models::TodayTotals m_totals;
    desk::MainWindow m_window;
};

struct Options
{
    bool checkJournal = false;
    bool rebuild = false;
};

Options parseOptions(const QCoreApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "main", "A till for hosted card payments. Without PAYDESK_API_KEY it starts in training mode."));
    const QCommandLineOption check(u"check-journal"_s,
        QCoreApplication::translate("main", "Verify the journal and its projection, and end."));
    const QCommandLineOption rebuild(u"rebuild"_s,
        QCoreApplication::translate("main", "Make the projection anew from the journal, and end."));
    parser.addOptions({check, rebuild});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(app);
    return {.checkJournal = parser.isSet(check), .rebuild = parser.isSet(rebuild)};
}

/// Checks, or makes anew, the journal of every mode that has one. What is printed is for a terminal; the
/// exit code says the same: 0 in order, 1 problems found, 2 unreadable.
int runJournalCommand(const Options &options)
{
    QTextStream out(stdout);
    int code = 0;
    for (const Mode mode : {Mode::Training, Mode::Test, Mode::Live}) {
        const QString directory = settings::dataDirectory(mode);
        for (const QString &file : journal::damagedJournals(directory))
            out << modeName(mode) << ": "
                << QCoreApplication::translate("main", "a damaged journal is kept at %1").arg(file) << '\n';
        if (!journal::hasJournal(directory))
            continue;
        out << modeName(mode) << ": ";
        const Result<journal::CheckReport> report
            = options.rebuild ? journal::rebuildJournal(directory) : journal::checkJournal(directory);
        if (!report) {
            out << report.error().text << ' ' << report.error().detail << '\n';
            code = 2;
            continue;
        }
        out << QCoreApplication::translate("main", "%1 events, %2 sales, %3 problems")
                   .arg(report->events)
                   .arg(report->sales)
                   .arg(report->problems.size())
            << '\n';
        for (const QString &problem : report->problems)
            out << "  " << problem << '\n';
        if (!report->problems.isEmpty())
            code = qMax(code, 1);
    }
    return code;
}

void installTranslations(QCoreApplication &app)
{
    auto *ours = new QTranslator(&app);
    // English needs its translation too: it holds the plural forms.
    if (ours->load(QLocale(), u"paydesk"_s, u"_"_s, u":/i18n"_s) || ours->load(u":/i18n/paydesk_en.qm"_s))
        QCoreApplication::installTranslator(ours);
    auto *qt = new QTranslator(&app);
    if (qt->load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
}

/// The key has been read. From here on no program of the same user, the web engine's among them, finds it
/// in this process's environment (also not through /proc), its memory or a core dump.
void hideKey()
{
    char *key = std::getenv(settings::apiKeyVariable);
    if (!key)
        return;
    ::explicit_bzero(key, std::strlen(key));
    ::unsetenv(settings::apiKeyVariable);
    ::prctl(PR_SET_DUMPABLE, 0);
}

/// --help, --version and the journal's commands need no display.
bool needsDisplay(int argc, char **argv)
{
    const QStringList windowless = {
        u"--check-journal"_s, u"--rebuild"_s, u"--help"_s, u"-h"_s, u"--help-all"_s, u"--version"_s, u"-v"_s};
    return std::none_of(argv + 1, argv + argc,
        [&](const char *argument) { return windowless.contains(QString::fromLocal8Bit(argument)); });
}

} // namespace

int main(int argc, char **argv)
{
    // The window of the page stays above this one through X11 only; see README, "Wayland".
    if (qEnvironmentVariableIsSet("WAYLAND_DISPLAY") && qEnvironmentVariableIsSet("DISPLAY")
        && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "xcb");

    const bool windowed = needsDisplay(argc, argv);
    const std::unique_ptr<QCoreApplication> app(
        windowed ? new QApplication(argc, argv) : new QCoreApplication(argc, argv));
    QCoreApplication::setApplicationName(u"paydesk"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PAYDESK_VERSION));
    installTranslations(*app);
    const Options options = parseOptions(*app);
    if (options.checkJournal || options.rebuild)
        return runJournalCommand(options);

    const bool asRoot = ::geteuid() == 0;
    const settings::Settings settings = settings::load(QProcessEnvironment::systemEnvironment(),
        settings::defaultFile(), asRoot ? settings::User::Root : settings::User::Ordinary);
    hideKey();

    const Result<QString> directory = settings::makeDataDirectory(settings.mode);

    if (settings.problem || !directory) {
        desk::MainWindow window(settings, asRoot);
        window.closeCounter(settings.problem ? *settings.problem : directory.error());
        window.show();
        return QCoreApplication::exec();
    }

    desk::SingleInstance instance(*directory);
    if (!instance.claim())
        return 0;
    Program program(settings, *directory, asRoot);
    QObject::connect(
        &instance, &desk::SingleInstance::startedAgain, &program.window(), &desk::MainWindow::bringToFront);
    program.start();
    return QCoreApplication::exec();
}
