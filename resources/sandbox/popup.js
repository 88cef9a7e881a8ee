// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';
// The payment runs in a window of its own; when that says it has finished, this page leaves.
(() => {
    const {popup, then} = document.body.dataset;
    const open = () => window.open(popup, 'payment', 'popup,width=480,height=760');

    addEventListener('message', event => {
        if (event.origin === location.origin && event.data === 'finished')
            location.replace(then);
    });
    document.getElementById('open').addEventListener('click', open);
    addEventListener('load', () => setTimeout(open, 50));
})();
