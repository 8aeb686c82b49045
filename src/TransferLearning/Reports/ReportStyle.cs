namespace TransferLearning.Reporting;

/// <summary>The page's style sheet; its colours are those of the charts.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{--ground:#f4f6f8;--card:#fff;--ink:#1f2328;--muted:#59636e;--line:#d8dde3;--accent:#0072b2}
        @media screen and (prefers-color-scheme:dark){:root{--ground:#0d1117;--card:#161b22;--ink:#e6edf3;--muted:#9aa5b1;--line:#2b323b;--accent:#56b4e9}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:880px;margin:0 auto;padding:28px 16px 56px}
        h1{font-size:1.05rem;font-weight:600;color:var(--muted);margin:0 0 6px}
        .headline{font-size:clamp(1.3rem,1.05rem + 1.6vw,1.85rem);line-height:1.28;font-weight:650;margin:0 0 22px;text-wrap:pretty}
        h2{font-size:1.22rem;margin:42px 0 10px}
        h3{font-size:1rem;margin:22px 0 8px}
        p,ul{margin:0 0 12px} ul{padding-left:1.2em} li{margin-bottom:6px}
        a{color:var(--accent)}
        .note,figcaption{color:var(--muted);font-size:.875rem}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px;margin:0 0 22px}
        .tile{background:var(--card);border-radius:8px;padding:12px 14px;border-left:5px solid var(--series)}
        .tile b{display:block;font-size:1.9rem;line-height:1.15;font-weight:650}
        .tile span{display:block;font-size:.875rem;color:var(--muted)}
        .tile .name{color:var(--ink);font-weight:600;font-size:.95rem}
        .scroll{overflow-x:auto;background:var(--card);border-radius:8px;margin:0 0 14px}
        table{border-collapse:collapse;width:100%;font-size:.84rem}
        th,td{padding:8px 6px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
        tbody tr:last-child>*{border-bottom:0}
        thead th{color:var(--muted);font-weight:600;vertical-align:bottom}
        thead tr:first-child th[colspan]{text-align:center;border-bottom-color:transparent;padding-bottom:0}
        th:first-child{text-align:left;position:sticky;left:0;background:var(--card)}
        td b{font-weight:650} td small{color:var(--muted)}
        figure{margin:0 0 14px}
        .chart{overflow-x:auto;border-radius:8px;background:var(--card)}
        .chart svg{display:block;width:100%;height:auto;min-width:500px}
        .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,236px),1fr));gap:14px;align-items:start}
        .pair .chart svg{min-width:0;max-width:380px;margin:auto}
        .pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(126px,1fr));gap:12px}
        .pictures figure{margin:0;background:var(--card);border-radius:8px;overflow:hidden}
        .pictures img,.pictures .gone{display:block;width:100%;height:auto;aspect-ratio:1;object-fit:cover;background:var(--line)}
        .pictures figcaption{padding:6px 8px 8px;line-height:1.35;overflow-wrap:anywhere}
        .pictures figcaption b{display:block;color:var(--ink)}
        .pictures small{display:block;font-size:.75rem}
        .gauge{display:block;height:4px;background:var(--line)}
        .gauge i{display:block;height:4px;background:var(--series)}
        dl{display:grid;grid-template-columns:minmax(110px,max-content) 1fr;gap:4px 18px;background:var(--card);border-radius:8px;padding:14px;margin:0 0 14px;font-size:.9rem}
        dt{color:var(--muted)} dd{margin:0;overflow-wrap:anywhere}
        @media (max-width:480px){dl{grid-template-columns:1fr;gap:0} dd{margin-bottom:8px}}
        @media print{
        body{background:#fff;font-size:10.5pt} main{max-width:none;padding:0}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        figure,.tile,table,dl,li{break-inside:avoid} h2,h3{break-after:avoid}
        .scroll,.chart{overflow:visible} .chart svg{min-width:0}
        table{font-size:8pt} th,td{padding:4px 5px}
        .tile,.scroll,dl,.chart,.pictures figure{border:1px solid var(--line)} .tile{border-left:5px solid var(--series)}
        }
        """;
}
