// Only enhances: every duty works without it. Nothing is kept in the browser.
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');

  // One press, one sending: the second press of a button while the first is on its way does nothing.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.hasAttribute('data-again')) { return; }
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
    form.setAttribute('data-sent', '');
    var status = document.getElementById('sending');
    if (status && form.method === 'post') {
      window.setTimeout(function () { status.hidden = !form.hasAttribute('data-sent'); }, 600);
    }
  });
  // Coming back with the browser's own button: the form can be sent again.
  window.addEventListener('pageshow', function (event) {
    if (!event.persisted) { return; }
    document.querySelectorAll('form[data-sent]').forEach(function (form) { form.removeAttribute('data-sent'); });
    var status = document.getElementById('sending');
    if (status) { status.hidden = true; }
  });

  // Large letters and dark: at once and without leaving a half-typed form; the choice is kept by the same request.
  document.querySelectorAll('form[data-look]').forEach(function (form) {
    form.addEventListener('submit', function (event) {
      var button = event.submitter;
      if (!button || !window.fetch || !window.URLSearchParams) { return; }
      var choice = button.value;
      var pair = { big: ['big', 'plain'], plain: ['plain', 'big'], dark: ['dark', 'light'], light: ['light', 'dark'] }[choice];
      if (!pair) { return; }
      event.preventDefault();
      form.removeAttribute('data-sent');
      var body = new URLSearchParams();
      new FormData(form).forEach(function (value, name) { body.append(name, value); });
      body.append('look', choice);
      fetch(form.action, { method: 'POST', body: body, redirect: 'manual', credentials: 'same-origin' });
      root.classList.remove(pair[1]);
      root.classList.remove('device');
      root.classList.add(pair[0]);
      if (!root.classList.contains('dark') && !root.classList.contains('light')) { root.classList.add('device'); }
      button.value = pair[1];
      button.setAttribute('aria-pressed', choice === 'big' || choice === 'dark' ? 'true' : 'false');
    });
  });

  // Words typed and not sent: ask before they are lost.
  var typed = false;
  document.addEventListener('input', function (event) {
    if (event.target.form && event.target.form.hasAttribute('data-keep')) { typed = true; }
  });
  document.addEventListener('submit', function (event) {
    if (event.target.hasAttribute('data-keep')) { typed = false; }
  });
  window.addEventListener('beforeunload', function (event) {
    if (typed) { event.preventDefault(); event.returnValue = ''; }
  });

  // Sent by script, so that the page with what was typed stays when the network goes. The same press arrives once: its form
  // carries the id of the act.
  var pressed = null;
  document.addEventListener('click', function (event) {
    pressed = event.target.closest ? event.target.closest('button') : null;
  });
  var post = function (to, form, more) {
    var body = new URLSearchParams(), stop = window.AbortController ? new AbortController() : null;
    new FormData(form).forEach(function (value, name) { body.append(name, value); });
    if (more) { body.append('by', more); }
    if (stop) { window.setTimeout(function () { stop.abort(); }, 30000); }
    return fetch(to, { method: 'POST', body: body, credentials: 'same-origin', headers: { 'guanai-by-script': 'yes' }, signal: stop ? stop.signal : undefined })
      .then(function (reply) { return reply.status < 500 ? reply : Promise.reject(reply.status); });
  };
  var show = function (id, on) { var part = document.getElementById(id); if (part) { part.hidden = !on; } };
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (event.defaultPrevented || !form.hasAttribute('data-unsent') || !window.fetch || !window.URLSearchParams) { return; }
    event.preventDefault();
    if (pressed && pressed.hasAttribute('data-draft-now')) { form.removeAttribute('data-sent'); keep(form); return; }
    show('unsent', false);
    post(form.action, form).then(function (reply) {
      var to = reply.headers.get('guanai-to');
      if (to) { typed = false; location.assign(to); return; }
      return reply.text().then(function (text) {
        var main = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
        document.querySelector('main').replaceWith(main);
        window.scrollTo(0, 0);
        point();
      });
    }).catch(function () {
      form.removeAttribute('data-sent');
      show('unsent', true);
      typed = true;
    }).then(function () { show('sending', false); });
  });

  // A form that was begun is kept on the server, one sending at a time.
  var waits = 0, keeping = false;
  var keep = function (form) {
    var line = document.getElementById('draft');
    if (form.hasAttribute('data-sent')) { return; }
    if (keeping) { window.setTimeout(function () { keep(form); }, 1000); return; }
    keeping = true;
    post(form.getAttribute('data-draft'), form, 'script').then(function (reply) {
      if (reply.status === 204) { line.textContent = line.getAttribute('data-kept'); typed = false; }
    }).catch(function () { line.textContent = line.getAttribute('data-lost'); }).then(function () { keeping = false; });
  };
  document.addEventListener('input', function (event) {
    var form = event.target.form;
    if (!form || !form.hasAttribute('data-draft') || !window.fetch) { return; }
    window.clearTimeout(waits);
    waits = window.setTimeout(function () { keep(form); }, 4000);
  });

  // An error summary gets the focus, so that it is read out and seen.
  var point = function () {
    var summary = document.querySelector('.errsum');
    if (summary) { summary.setAttribute('tabindex', '-1'); summary.focus(); }
  };
  point();

  // A run that goes on: the page looks again by itself; without script a link does the same.
  var moving = document.querySelector('[data-moving]');
  if (moving && window.fetch && window.DOMParser) {
    var wait = 1000;
    var look = function () {
      fetch(location.href, { credentials: 'same-origin', cache: 'no-store' }).then(function (reply) {
        return reply.ok ? reply.text() : Promise.reject(reply.status);
      }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-moving]');
        if (!fresh) { location.reload(); return; }
        moving.replaceWith(fresh);
        moving = fresh;
        wait = 1000;
        window.setTimeout(look, wait);
      }).catch(function () {
        wait = Math.min(wait * 2, 30000);
        window.setTimeout(look, wait);
      });
    };
    window.setTimeout(look, wait);
  }

  // Words to take elsewhere: the older way, which also works where the site is not served over TLS.
  document.querySelectorAll('[data-copy]').forEach(function (button) {
    var words = document.getElementById(button.getAttribute('data-copy'));
    button.hidden = false;
    button.addEventListener('click', function () {
      words.select();
      if (document.execCommand('copy')) { button.textContent = button.getAttribute('data-copied'); }
    });
  });

  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });
})();
