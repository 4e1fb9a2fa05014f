"""What a file says of itself, twice and alike: in XMP and in the older dictionary."""

from datetime import date
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String

from documents.drawn import Drawn

MAKER = "Atest"
# The extension schema tells what the prefix pdfuaid means, which PDF/A does not know by itself.
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{described}<pdf:Producer>{maker}</pdf:Producer>
<xmp:CreatorTool>{maker}</xmp:CreatorTool>
{dated}<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
AUTHOR = "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n"
SUBJECT = (
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>\n'
)
DATES = "<xmp:CreateDate>{0}</xmp:CreateDate>\n<xmp:ModifyDate>{0}</xmp:ModifyDate>\n"


def pdf_day(day: date) -> str:
    """Write a day as PDF does; the hour is left open, since a document bears none."""
    return f"D:{day:%Y%m%d}"


def _plain(text: str) -> str:
    """Keep what XML can hold, so that both places say the same."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def describe(pdf: pikepdf.Pdf, drawn: Drawn) -> None:
    """Write title, author, language and day, and what standards the file follows."""
    title, author, subject = map(_plain, (drawn.title, drawn.author, drawn.subject))
    described = AUTHOR.format(escape(author)) if author else ""
    described += SUBJECT.format(escape(subject)) if subject else ""
    packet = PACKET.format(
        language=drawn.language,
        title=escape(title),
        described=described,
        maker=MAKER,
        dated=DATES.format(drawn.made_on.isoformat()) if drawn.made_on else "",
    )
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    facts = {
        "/Title": title,
        "/Author": author,
        "/Subject": subject,
        "/Creator": MAKER,
        "/Producer": MAKER,
    }
    if drawn.made_on:
        facts |= {"/CreationDate": pdf_day(drawn.made_on), "/ModDate": pdf_day(drawn.made_on)}
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({key: String(text) for key, text in facts.items() if text})
    )
    pdf.Root.Lang = String(drawn.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
