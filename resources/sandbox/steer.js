// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';
// Training and tests only: the page does by itself what the payment's metadata asks for.
(() => {
    const wish = document.body.dataset;

    const follow = (address, download) => {
        const link = document.createElement('a');
        link.href = address;
        if (download)
            link.download = '';
        document.body.append(link);
        link.click();
    };

    const forbidden = {
        download: () => follow('/download', true),
        file: () => follow('file:///etc/hostname', false),
        scheme: () => follow('paydesk-training://open', false),
        geolocation: () => navigator.geolocation.getCurrentPosition(() => {}, () => {}),
        newwindow: () => window.open('http://elsewhere.invalid/'),
        print: () => window.print(),
    };

    const expire = () => {
        const form = document.createElement('form');
        form.method = 'post';
        form.innerHTML = '<input type="hidden" name="action" value="expire">';
        document.body.append(form);
        form.submit();
    };

    const press = () => {
        if (wish.number) {
            document.getElementById('number').value = wish.number;
            document.getElementById('expiry').value = wish.expiry;
            document.getElementById('cvc').value = '123';
        }
        if (wish.press === 'expire')
            expire();
        else
            document.querySelector(`button[value="${wish.press}"]`).click();
    };

    addEventListener('load', () => {
        if (wish.blocked in forbidden)
            forbidden[wish.blocked]();
        if (wish.press)
            setTimeout(press, 50);
    });
})();
