import assert from 'node:assert/strict';
import { dashboardHtml } from './dashboard-html.ts';

const page = () =>
  dashboardHtml({ script: 'https://x/main.js', style: 'https://x/main.css', source: 'https://x', title: 'Health' });

describe("the dashboard's page", () => {
  it('lets in its own script and style sheet, and nothing else', () => {
    const html = page();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    const nonce = /<script type="module" nonce="([\w-]{20,})"/.exec(html)?.[1];
    assert.ok(nonce);
    assert.equal(policy, `default-src 'none'; script-src 'nonce-${nonce}'; style-src https://x`);
  });

  it('holds nothing inline', () => {
    assert.doesNotMatch(page(), /<style|style=|\son\w+=|<script[^>]*>[^<]/);
  });

  it('has another nonce each time', () => {
    assert.notEqual(page(), page());
  });
});
