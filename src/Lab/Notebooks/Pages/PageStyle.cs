namespace Lab.Notebooks.Pages;

/// <summary>The style sheet of lessons as pages and of the report of a comparison.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--ground:#fff;--ink:#1f2328;--muted:#59636e;--line:#d8dde3;--soft:#f4f6f8;--accent:#0072b2;
        --key:#8250df;--text:#0a6640;--number:#0550ae;--note:#636c76;--type:#005a8c;--call:#7d4e00;--bad:#b3261e;--bad-ground:#fdecea}
        @media screen and (prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--muted:#9aa5b1;--line:#2b323b;
        --soft:#161b22;--accent:#56b4e9;--key:#c5a3ff;--text:#8fd6ae;--number:#79c0ff;--note:#8b949e;--type:#7cc7f2;--call:#e3b76c;
        --bad:#ff9a92;--bad-ground:#2c1516}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);
        font:17px/1.62 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:900px;margin:0 auto;padding:24px 20px 72px}
        section{margin:0 0 18px}
        .text{max-width:760px} .text>:first-child{margin-top:0} .text>:last-child{margin-bottom:0}
        .large main{zoom:1.5} .large header{max-width:1350px}
        .large .plotly-chart{zoom:.66667;width:calc(1.5*var(--width));height:calc(1.5*var(--height))}
        .large .plotly-chart>div{width:var(--width);transform:scale(1.5);transform-origin:0 0}
        header{display:flex;justify-content:flex-end;gap:12px;max-width:900px;margin:0 auto;padding:12px 20px 0}
        header a{position:absolute;left:-999px} header a:focus{position:static;margin-right:auto}
        button{font:inherit;font-size:.88rem;padding:5px 12px;color:var(--ink);background:var(--soft);
        border:1px solid var(--muted);border-radius:8px;cursor:pointer}
        button[aria-pressed=true]{background:var(--ink);color:var(--ground)}
        h1{font-size:2.1rem;line-height:1.2;margin:0 0 18px;text-wrap:balance}
        h2{font-size:1.42rem;line-height:1.3;margin:46px 0 12px;text-wrap:balance} section.text>h2:first-child{margin-top:46px}
        h3{font-size:1.12rem;margin:30px 0 8px} section.text>h3:first-child{margin-top:30px}
        p,ul,ol,details{margin:0 0 14px} ul,ol{padding-left:1.35em} li{margin-bottom:5px} summary{cursor:pointer}
        a{color:var(--accent);text-underline-offset:2px}
        hr{border:0;border-top:1px solid var(--line);margin:34px 0}
        blockquote{margin:20px 0;padding:12px 18px;border-left:4px solid var(--accent);background:var(--soft);border-radius:0 8px 8px 0}
        blockquote>:last-child{margin-bottom:0}
        code,pre{font-family:ui-monospace,'Cascadia Code',Menlo,Consolas,'Liberation Mono',monospace}
        :not(pre)>code{font-size:.88em;background:var(--soft);border-radius:4px;padding:.12em .34em;overflow-wrap:anywhere}
        pre{margin:0;overflow-x:auto;font-size:.8rem;line-height:1.55;tab-size:4}
        pre.code,.text>pre{background:var(--soft);border-radius:8px;padding:12px 15px} .text>pre{margin:0 0 14px}
        .k{color:var(--key)} .s{color:var(--text)} .n{color:var(--number)} .c{color:var(--note);font-style:italic} .t{color:var(--type)}
        .m{color:var(--call)} .d{color:var(--note)}
        .out{margin-top:10px} .html{overflow-x:auto}
        pre.out{padding:2px 15px;border-left:3px solid var(--line);white-space:pre-wrap}
        pre.stderr{border-left-color:#e69f00}
        pre.error{border-left-color:var(--bad);background:var(--bad-ground);color:var(--bad);padding:10px 15px;white-space:pre-wrap}
        table{border-collapse:collapse;font-size:.88rem;margin:0 0 14px}
        th,td{padding:6px 7px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{color:var(--muted);font-weight:600} th[align=right],td[align=right]{text-align:right}
        .text>table{display:block;overflow-x:auto}
        img{max-width:100%;height:auto}
        .lessons{display:grid;gap:12px;padding:0;margin:26px 0;list-style:none}
        .lessons a{display:block;padding:16px 18px;border:1px solid var(--line);border-radius:10px;text-decoration:none;color:var(--ink)}
        .lessons a:hover{border-color:var(--accent)}
        @media (max-width:520px){body{font-size:16px} main{padding:22px 14px 48px} h1{font-size:1.7rem}}
        @media print{header{display:none} main{max-width:none;padding:0} pre{white-space:pre-wrap} table,pre.code{break-inside:avoid}
        h2,h3{break-after:avoid}}
        """;
}
