// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/guardedpage.h"

#include "checkout/navigation.h"

#include <QAuthenticator>
#include <QCoreApplication>
#include <QMetaEnum>
#include <QRegularExpression>
#include <QWebEngineClientCertificateSelection>
#include <QWebEngineFileSystemAccessRequest>
#include <QWebEngineFullScreenRequest>
#include <QWebEngineNewWindowRequest>
#include <QWebEngineQuotaRequest>
#include <QWebEngineRegisterProtocolHandlerRequest>
#include <QWebEngineScript>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

constexpr int firstServerError = 500;

} // namespace

GuardedPage::GuardedPage(QWebEngineProfile *profile, const QUrl &returnUrl, QObject *parent)
    : QWebEnginePage(profile, parent)
    , m_returnUrl(returnUrl)
{
    refusePermissions();
    refuseCredentials();
    connect(this, &QWebEnginePage::newWindowRequested, this, &GuardedPage::judgeNewWindow);
    connect(this, &QWebEnginePage::certificateError, this, &GuardedPage::rejectCertificate);
    connect(this, &QWebEnginePage::loadingChanged, this, &GuardedPage::judgeLoading);
    connect(this, &QWebEnginePage::printRequested, this, [this] { emit blocked(u"printing"_s); });
    connect(
        this, &QWebEnginePage::renderProcessTerminated, this, [this](RenderProcessTerminationStatus status) {
            if (status != NormalTerminationStatus)
                emit failed(Failure::Crashed);
        });
}

void GuardedPage::setReturnUrl(const QUrl &returnUrl)
{
    m_returnUrl = returnUrl;
}

/// An unanswered request would hang in the engine for ever, so each is answered.
void GuardedPage::refusePermissions()
{
    connect(
        this, &QWebEnginePage::featurePermissionRequested, this, [this](const QUrl &origin, Feature feature) {
            setFeaturePermission(origin, feature, PermissionDeniedByUser);
            const auto *name = QMetaEnum::fromType<Feature>().valueToKey(feature);
            emit blocked(u"permission "_s + QLatin1StringView(name));
        });
    connect(this, &QWebEnginePage::fullScreenRequested, this, [this](QWebEngineFullScreenRequest request) {
        request.reject();
        emit blocked(u"full screen"_s);
    });
    connect(this, &QWebEnginePage::quotaRequested, this, [this](QWebEngineQuotaRequest request) {
        request.reject();
        emit blocked(u"storage quota"_s);
    });
    connect(this, &QWebEnginePage::registerProtocolHandlerRequested, this,
        [this](QWebEngineRegisterProtocolHandlerRequest request) {
            request.reject();
            emit blocked(u"protocol handler"_s);
        });
    connect(this, &QWebEnginePage::fileSystemAccessRequested, this,
        [this](QWebEngineFileSystemAccessRequest request) {
            request.reject();
            emit blocked(u"file system access"_s);
        });
}

void GuardedPage::refuseCredentials()
{
    const auto refuse = [this](QAuthenticator *authenticator) {
        *authenticator = QAuthenticator(); // null means canceled
        emit blocked(u"authentication"_s);
    };
    connect(this, &QWebEnginePage::authenticationRequired, this,
        [refuse](const QUrl &, QAuthenticator *authenticator) { refuse(authenticator); });
    connect(this, &QWebEnginePage::proxyAuthenticationRequired, this,
        [refuse](const QUrl &, QAuthenticator *authenticator, const QString &) { refuse(authenticator); });
    connect(this, &QWebEnginePage::selectClientCertificate, this,
        [this](QWebEngineClientCertificateSelection selection) {
            selection.selectNone();
            emit blocked(u"client certificate"_s);
        });
}

bool GuardedPage::acceptNavigationRequest(const QUrl &url, NavigationType, bool isMainFrame)
{
    if (m_returned || (isMainFrame && caughtReturn(url)))
        return false;
    if (mayNavigate(url, isMainFrame ? Frame::Main : Frame::Sub))
        return true;
    emit blocked(u"navigation to "_s + refusedAddress(url));
    return false;
}

bool GuardedPage::caughtReturn(const QUrl &url)
{
    if (!isReturn(url, m_returnUrl))
        return false;
    m_returned = true;
    const QString query = url.query(QUrl::FullyEncoded);
    QMetaObject::invokeMethod(
        this, [this, query] { emit returned(query); }, Qt::QueuedConnection);
    return true;
}

/// A new window's first address is not asked about through acceptNavigationRequest.
void GuardedPage::judgeNewWindow(QWebEngineNewWindowRequest &request)
{
    const QUrl url = request.requestedUrl();
    if (m_returned || caughtReturn(url))
        return;
    if (url.isEmpty() || mayNavigate(url, Frame::Main))
        emit popupRequested(request);
    else
        emit blocked(u"window to "_s + refusedAddress(url));
}

void GuardedPage::rejectCertificate(QWebEngineCertificateError error)
{
    error.rejectCertificate();
    emit blocked(u"certificate of "_s + refusedAddress(error.url()));
}

void GuardedPage::judgeLoading(const QWebEngineLoadingInfo &info)
{
    switch (info.status()) {
    case QWebEngineLoadingInfo::LoadStartedStatus:
        break;
    case QWebEngineLoadingInfo::LoadSucceededStatus:
        if (info.url().scheme() != "about"_L1)
            emit loaded();
        break;
    case QWebEngineLoadingInfo::LoadStoppedStatus:
        // Somebody stopped it, often this guard: no failure. A scheme that no program here handles is seen
        // in this place only.
        reportUnlessAllowed(info.url());
        break;
    case QWebEngineLoadingInfo::LoadFailedStatus:
        judgeFailure(info);
        break;
    }
}

void GuardedPage::judgeFailure(const QWebEngineLoadingInfo &info)
{
    if (m_returned)
        return;
    if (info.errorDomain() == QWebEngineLoadingInfo::CertificateErrorDomain)
        emit failed(Failure::Untrusted);
    else if (info.errorDomain() != QWebEngineLoadingInfo::HttpStatusCodeDomain)
        emit failed(Failure::Unreachable);
    else if (info.errorCode() >= firstServerError)
        emit failed(Failure::ServerError);
    else
        judgeClientError();
}

/// A server's own page may come with a 4xx, and say what to do. A blank one says nothing.
void GuardedPage::judgeClientError()
{
    runJavaScript(u"document.body ? document.body.innerText.trim().length : 0"_s,
        QWebEngineScript::ApplicationWorld, [this](const QVariant &length) {
            if (!length.isValid())
                return; // the page is being destroyed
            if (length.toInt() > 0)
                emit loaded();
            else
                emit failed(Failure::ServerError);
        });
}

void GuardedPage::reportUnlessAllowed(const QUrl &url)
{
    if (!m_returned && !mayNavigate(url, Frame::Sub))
        emit blocked(u"navigation to "_s + refusedAddress(url));
}

QStringList GuardedPage::chooseFiles(FileSelectionMode, const QStringList &, const QStringList &)
{
    emit blocked(u"file selection"_s);
    return {};
}

void GuardedPage::javaScriptAlert(const QUrl &, const QString &)
{
    emit blocked(u"dialog"_s);
}

bool GuardedPage::javaScriptConfirm(const QUrl &, const QString &msg)
{
    // The engine asks here, in its own words, whether a page may hold back its visitor. Holding back would
    // keep the customer from returning.
    const bool leaving = msg
        == QCoreApplication::translate("QWebEnginePage",
            "Are you sure you want to leave this page? Changes that you made may not be saved.");
    emit blocked(u"dialog"_s);
    return leaving;
}

bool GuardedPage::javaScriptPrompt(const QUrl &, const QString &, const QString &, QString *)
{
    emit blocked(u"dialog"_s);
    return false;
}

void GuardedPage::javaScriptConsoleMessage(
    JavaScriptConsoleMessageLevel, const QString &message, int, const QString &)
{
    // Dropped: a page's messages may hold what was typed, and this program's output ends up in logs. But what
    // the engine itself refuses a page (file:, data:, its own schemes) it says here and nowhere else.
    static const QRegularExpression refusal(
        u"\\ANot allowed to (?:load local resource|navigate top frame to data URL): (\\S+)"_s);
    const QRegularExpressionMatch match = refusal.match(message);
    if (match.hasMatch())
        emit blocked(u"navigation to "_s + refusedAddress(QUrl(match.captured(1))));
}

} // namespace paydesk::checkout
