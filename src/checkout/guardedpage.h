// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QWebEngineCertificateError>
#include <QWebEngineLoadingInfo>
#include <QWebEnginePage>

namespace paydesk::checkout {

/// A page that can do nothing but be a web page: it catches the return before any network traffic, and
/// refuses and reports whatever would leave the payment. A popup has a page of the same kind.
class GuardedPage : public QWebEnginePage
{
    Q_OBJECT
public:
    /// Why there is no page to see.
    enum class Failure { Unreachable, Untrusted, ServerError, Crashed };

    /// The profile must outlive the page.
    explicit GuardedPage(QWebEngineProfile *profile, const QUrl &returnUrl = {}, QObject *parent = nullptr);

    void setReturnUrl(const QUrl &returnUrl);

signals:
    /// The page went to the return URL; once. Never from within a call of the engine's: the receiver may
    /// destroy the page.
    void returned(const QString &query);
    /// Something was refused; `what` is for the record and holds nothing that was typed.
    void blocked(const QString &what);
    /// A new window that the guard lets pass. Unless it is opened during the signal it comes to nothing.
    void popupRequested(QWebEngineNewWindowRequest &request);
    void loaded();
    void failed(paydesk::checkout::GuardedPage::Failure failure);

protected:
    bool acceptNavigationRequest(const QUrl &url, NavigationType type, bool isMainFrame) override;
    QStringList chooseFiles(
        FileSelectionMode mode, const QStringList &oldFiles, const QStringList &acceptedMimeTypes) override;
    void javaScriptAlert(const QUrl &securityOrigin, const QString &msg) override;
    bool javaScriptConfirm(const QUrl &securityOrigin, const QString &msg) override;
    bool javaScriptPrompt(const QUrl &securityOrigin, const QString &msg, const QString &defaultValue,
        QString *result) override;
    void javaScriptConsoleMessage(JavaScriptConsoleMessageLevel level, const QString &message, int lineNumber,
        const QString &sourceID) override;

private:
    void refusePermissions();
    void refuseCredentials();
    bool caughtReturn(const QUrl &url);
    void judgeNewWindow(QWebEngineNewWindowRequest &request);
    void rejectCertificate(QWebEngineCertificateError error);
    void judgeLoading(const QWebEngineLoadingInfo &info);
    void judgeFailure(const QWebEngineLoadingInfo &info);
    void judgeClientError();
    void reportUnlessAllowed(const QUrl &url);

    QUrl m_returnUrl;
    bool m_returned = false;
};

} // namespace paydesk::checkout
