"""What the host should send with each file, and where old addresses lead (the ``_headers`` and ``_redirects`` files that hosts read)."""

from __future__ import annotations

from sitegen.model.page import Plan

# Nothing but our own styles and images. form-action and frame-ancestors close what default-src leaves open.
_POLICY = {
    "default-src": "'none'", "style-src": "'self'", "img-src": "'self' data:", "base-uri": "'none'", "form-action": "'none'",
}  # fmt: skip
_SCRIPTS = {"script-src": "'self'", "connect-src": "'self'"}


def _written(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


# A page without script says so itself, and browsers keep to the stricter of page and header; the header, one for all, is the outer bound.
META_POLICY = _written(_POLICY)
META_POLICY_WITH_SCRIPT = _written(_POLICY | _SCRIPTS)
POLICY = f"{META_POLICY_WITH_SCRIPT}; frame-ancestors 'none'; upgrade-insecure-requests"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}


def emit_headers(plan: Plan, prefix: str) -> dict[str, bytes]:
    """``_headers`` and ``_redirects``; ``prefix`` is the path below which the site stands, without a slash at its end."""
    lines = [
        f"{prefix}/*",
        *(f"  {name}: {value}" for name, value in HEADERS.items()),
        f"{prefix}/assets/*",
        "  Cache-Control: public, max-age=31536000, immutable",
    ]
    redirects = [f"{prefix}{old} {prefix}{new} 301" for old, new in sorted(plan.redirects.items())]
    return {"_headers": ("\n".join(lines) + "\n").encode(), "_redirects": ("\n".join(redirects) + "\n" if redirects else "").encode()}
