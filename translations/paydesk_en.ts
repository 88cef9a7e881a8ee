<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>ChargeRequest</name>
    <message numerus="yes">
        <location filename="../src/core/chargerequest.cpp" line="37"/>
        <source>The description is longer than %n character(s). Shorten it.</source>
        <translation>
            <numerusform>The description is longer than %n character. Shorten it.</numerusform>
            <numerusform>The description is longer than %n characters. Shorten it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../src/core/chargerequest.cpp" line="40"/>
        <source>There is room for %n metadata row(s). Remove some.</source>
        <translation>
            <numerusform>There is room for %n metadata row. Remove some.</numerusform>
            <numerusform>There is room for %n metadata rows. Remove some.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../src/core/chargerequest.cpp" line="52"/>
        <source>The value of &quot;%1&quot; is longer than %n character(s). Shorten it.</source>
        <translation>
            <numerusform>The value of &quot;%1&quot; is longer than %n character. Shorten it.</numerusform>
            <numerusform>The value of &quot;%1&quot; is longer than %n characters. Shorten it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Filter</name>
    <message numerus="yes">
        <location filename="../src/models/filtertext.cpp" line="134"/>
        <source>%Ln payment(s)</source>
        <translation>
            <numerusform>%Ln payment</numerusform>
            <numerusform>%Ln payments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoneyText</name>
    <message numerus="yes">
        <location filename="../src/core/moneytext.cpp" line="125"/>
        <source>%1 has %n digit(s) after the decimal mark. Write the amount like %2.</source>
        <translation>
            <numerusform>%1 has %n digit after the decimal mark. Write the amount like %2.</numerusform>
            <numerusform>%1 has %n digits after the decimal mark. Write the amount like %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RefundRefusal</name>
    <message numerus="yes">
        <location filename="../src/payments/refundrefusal.cpp" line="29"/>
        <source>The payment is more than %n day(s) old, and Flowlix no longer refunds it. Give the money back in another way.</source>
        <translation>
            <numerusform>The payment is more than %n day old, and Flowlix no longer refunds it. Give the money back in another way.</numerusform>
            <numerusform>The payment is more than %n days old, and Flowlix no longer refunds it. Give the money back in another way.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RefundRule</name>
    <message numerus="yes">
        <location filename="../src/journal/refundrule.cpp" line="42"/>
        <source>This payment is more than %n day(s) old, so Flowlix no longer refunds it. Give the money back in another way.</source>
        <translation>
            <numerusform>This payment is more than %n day old, so Flowlix no longer refunds it. Give the money back in another way.</numerusform>
            <numerusform>This payment is more than %n days old, so Flowlix no longer refunds it. Give the money back in another way.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message numerus="yes">
        <location filename="../src/desk/reportdocument.cpp" line="198"/>
        <source>%n payment(s) not known yet</source>
        <translation>
            <numerusform>%n payment not known yet</numerusform>
            <numerusform>%n payments not known yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../src/desk/reportdocument.cpp" line="205"/>
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <location filename="../src/models/timeline.cpp" line="174"/>
        <source>Searched Flowlix&apos;s list for this sale, and found %n payment(s).</source>
        <translation>
            <numerusform>Searched Flowlix&apos;s list for this sale, and found %n payment.</numerusform>
            <numerusform>Searched Flowlix&apos;s list for this sale, and found %n payments.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>paydesk::desk::ExportDialog</name>
    <message numerus="yes">
        <location filename="../src/desk/exportdialog.cpp" line="62"/>
        <source>%n payment(s) exported to %1.</source>
        <translation>
            <numerusform>%n payment exported to %1.</numerusform>
            <numerusform>%n payments exported to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>paydesk::desk::MainWindow</name>
    <message numerus="yes">
        <location filename="../src/desk/mainwindow.cpp" line="220"/>
        <source>%n payment(s) were fetched from Flowlix. The list of payments is complete again.</source>
        <translation>
            <numerusform>%n payment was fetched from Flowlix. The list of payments is complete again.</numerusform>
            <numerusform>%n payments were fetched from Flowlix. The list of payments is complete again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>paydesk::desk::NoticeBar</name>
    <message numerus="yes">
        <location filename="../src/desk/noticebar.cpp" line="92"/>
        <source>%n more notice(s)</source>
        <translation>
            <numerusform>%n more notice</numerusform>
            <numerusform>%n more notices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>paydesk::models::TodayTotals</name>
    <message numerus="yes">
        <location filename="../src/models/todaytotals.cpp" line="66"/>
        <source>%n sale(s): %1</source>
        <extracomment>%1 is a list of sums, a currency each: &quot;3 sales: EUR 75.00, USD 10.00&quot;</extracomment>
        <translation>
            <numerusform>%n sale: %1</numerusform>
            <numerusform>%n sales: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>paydesk::payments::Till</name>
    <message numerus="yes">
        <location filename="../src/payments/till.cpp" line="50"/>
        <source>Give the reason, in at most %n character(s).</source>
        <translation>
            <numerusform>Give the reason, in at most %n character.</numerusform>
            <numerusform>Give the reason, in at most %n characters.</numerusform>
        </translation>
    </message>
</context>
</TS>
