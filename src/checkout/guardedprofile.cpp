// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/guardedprofile.h"

#include <QLocale>
#include <QWebEngineDownloadRequest>
#include <QWebEngineScript>
#include <QWebEngineScriptCollection>
#include <QWebEngineSettings>

using namespace Qt::StringLiterals;

namespace paydesk::checkout {

namespace {

// JavaScript stays able to open windows: 3-D Secure needs them, and GuardedPage looks at each.
constexpr QWebEngineSettings::WebAttribute refusedAttributes[] = {
    QWebEngineSettings::JavascriptCanAccessClipboard,
    QWebEngineSettings::JavascriptCanPaste,
    QWebEngineSettings::LocalContentCanAccessRemoteUrls,
    QWebEngineSettings::LocalContentCanAccessFileUrls,
    QWebEngineSettings::HyperlinkAuditingEnabled,
    QWebEngineSettings::ErrorPageEnabled, // PageFrame says it in plain words
    QWebEngineSettings::PluginsEnabled,
    QWebEngineSettings::PdfViewerEnabled,
    QWebEngineSettings::FullScreenSupportEnabled,
    QWebEngineSettings::ScreenCaptureEnabled,
    QWebEngineSettings::AutoLoadIconsForPage,
    QWebEngineSettings::AllowRunningInsecureContent,
    QWebEngineSettings::AllowGeolocationOnInsecureOrigins,
    QWebEngineSettings::AllowWindowActivationFromJavaScript,
    QWebEngineSettings::DnsPrefetchEnabled,
    QWebEngineSettings::NavigateOnDropEnabled,
};

} // namespace

GuardedProfile::GuardedProfile(QObject *parent)
    : QWebEngineProfile(parent) // a profile without a name is off the record
{
    switchOff();
    forbidDragging();
    setHttpAcceptLanguage(QLocale().uiLanguages().join(u','));
    connect(this, &QWebEngineProfile::downloadRequested, this, [this](QWebEngineDownloadRequest *download) {
        download->cancel();
        emit blocked(u"download"_s);
    });
}

void GuardedProfile::switchOff()
{
    setSpellCheckEnabled(false);
    setHttpCacheType(MemoryHttpCache);
    setPersistentCookiesPolicy(NoPersistentCookies);
    for (const auto attribute : refusedAttributes)
        settings()->setAttribute(attribute, false);
    settings()->setAttribute(QWebEngineSettings::WebRTCPublicInterfacesOnly, true);
    settings()->setUnknownUrlSchemePolicy(QWebEngineSettings::DisallowUnknownUrlSchemes);
}

/// The engine has no switch against dragging out of a page, and a card number dropped on the desk's form
/// would be in the desk. The page cannot reach a listener of another script world.
void GuardedProfile::forbidDragging()
{
    QWebEngineScript script;
    script.setName(u"no dragging"_s);
    script.setWorldId(QWebEngineScript::ApplicationWorld);
    script.setInjectionPoint(QWebEngineScript::DocumentCreation);
    script.setRunsOnSubFrames(true);
    script.setSourceCode(u"addEventListener('dragstart', event => event.preventDefault(), true);"_s);
    scripts()->insert(script);
}

} // namespace paydesk::checkout
