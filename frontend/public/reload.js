// Reloads the page, once, when a script of it does not load: after a deployment, which replaces the files, or while the
// development server starts again. A script of its own, as it has to work when the application's has not arrived.
(() => {
  const key = 'reloaded at';
  // Longer than it takes to see that reloading has not helped.
  const guardMs = 60_000;
  const retryMs = 1_000;

  async function whenServed() {
    for (;;) {
      const isServed = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isServed) return location.reload();
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  /** @returns {boolean} whether the page is about to be loaded again */
  function reloadOnce() {
    try {
      if (Date.now() - Number(sessionStorage.getItem(key)) < guardMs) return false;
      sessionStorage.setItem(key, String(Date.now()));
    } catch {
      return false; // Without a memory there is no end to it.
    }
    void whenServed();
    return true;
  }

  globalThis.reloadOnce = reloadOnce;

  // A script that fails does not bubble: it is heard of on the way down.
  addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLScriptElement) reloadOnce();
    },
    true,
  );
})();
