/* The reader's wish for colours and size, where pages are served without our own server: set before the first paint. */
(() => {
  const wish = /(?:^|; )gongkai_view=([a-z]*)-?(l|xl|elder)?(?:;|$)/.exec(document.cookie);
  if (!wish) return;
  const root = document.documentElement;
  if (wish[1]) root.dataset.scheme = wish[1];
  if (wish[2]) root.dataset.size = wish[2];
})();
