package org.hinomi.collector.review.report;

/** How a report looks, on a screen and on A4. */
final class Style {
  static final String CSS =
      """
      @page{size:A4;margin:14mm 12mm}
      body{font-family:'Noto Sans JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif;font-size:9pt;
      color:#222;max-width:186mm;margin:0 auto}
      h1{font-size:17pt;margin:0 0 2mm}h2{font-size:12pt;border-bottom:1px solid #1f4e79;color:#1f4e79;
      margin:4mm 0 2mm}h3{font-size:10pt;margin:4mm 0 1mm}h4{font-size:9pt;margin:2mm 0 1mm}
      .page{page-break-before:always}.page:first-of-type{page-break-before:auto}
      .company{font-size:11pt;margin:0 0 3mm}
      table{border-collapse:collapse;width:100%;margin:1mm 0 2mm;font-size:8pt}
      th,td{border:1px solid #ccc;padding:.6mm 1.2mm;text-align:left;vertical-align:top}
      th{background:#eef3f8;font-weight:bold}td.n{text-align:right}
      td{overflow-wrap:anywhere;word-break:break-word}
      .facts th{width:35mm}.two{display:flex;gap:6mm}.two>div{flex:1}caption{text-align:left;
      font-weight:bold;padding:1mm 0}
      .sign td{height:16mm;width:40mm}ul{margin:1mm 0;padding-left:5mm}li{margin:.5mm 0}
      b.high{color:#c00000}b.medium{color:#c55a11}b.low{color:#7f6000}b.info{color:#555}
      .calendar td,.calendar th{padding:.3mm;font-size:6pt;text-align:center;word-break:normal}
      .calendar th.name{text-align:left;font-size:7pt;word-break:break-all}
      .calendar .few{background:#fce4d6}.calendar .none{background:#c00000;color:#fff}
      .calendar .off{color:#999}
      .finding{border-left:1.2mm solid #1f4e79;padding-left:2mm;margin:2mm 0;page-break-inside:avoid}
      .said{font-style:italic}pre{white-space:pre-wrap;word-break:break-all;font-size:6.5pt;
      background:#f6f6f6;padding:1mm;margin:0}code{font-size:7pt;word-break:break-all}
      .query{page-break-inside:avoid}.note{font-size:7.5pt;color:#555}
      """;

  private Style() {}
}
