// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';
// The ways in which a hosted page may send the browser back, other than by a redirect.
(() => {
    const {how, target} = document.body.dataset;
    const add = element => document.body.appendChild(element);

    const ways = {
        js: () => { location.href = target; },
        post: () => {
            const form = document.createElement('form');
            form.method = 'post';
            form.action = target;
            add(form).submit();
        },
        frame: () => {
            const frame = document.createElement('iframe');
            frame.hidden = true;
            frame.src = target;
            add(frame);
        },
        top: () => {
            const link = document.createElement('a');
            link.href = target;
            link.target = '_top';
            add(link).click();
        },
        close: () => {
            if (window.opener)
                window.opener.postMessage('finished', location.origin);
            window.close();
        },
    };
    ways[how]();
})();
