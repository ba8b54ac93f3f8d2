"""What the dictionaries of a written PDF may hold, type by type: any other key, and any value of another kind, is left out.

Kinds of values: `number`, `bool`, `name`; `plain` (numbers and names, nested in arrays as they like); `lang` (a language
tag); `text` (words that were read as segments, or are our own); `bytes` (needed as they are and never words); `[kind`
(an array), `{kind` (a dictionary under names of the file's choosing), `kind|kind` (what fits first), or another table.
Source: ISO 32000-2:2020, tables 5, 29, 31, 37, 57, 74, 76, 87, 93, 96, 98, 100, 110, 112, 115, 120, 140, 166, 176, 355.
"""

from __future__ import annotations

from collections.abc import Mapping

_STREAM = "Length=number Filter=plain DecodeParms=parms|[parms"
_FONT = "Type=name Subtype=name BaseFont=name Encoding=name|encoding FirstChar=number LastChar=number Widths=plain \
ToUnicode=name|cmap FontDescriptor=descriptor"

_TABLES = f"""
catalog: Type=name Version=name Pages=pages PageLabels=labels PageLayout=name PageMode=name Outlines=outlines Lang=lang \
  StructTreeRoot=tree MarkInfo=marked OutputIntents=[intent OCProperties=layers Names=names ViewerPreferences=viewer
marked: Marked=bool Suspects=bool
viewer: HideToolbar=bool HideMenubar=bool HideWindowUI=bool FitWindow=bool CenterWindow=bool Direction=name
names: EmbeddedFiles=files
files: Names=pairs
filespec: Type=name F=text UF=text EF=embedded AFRelationship=name
embedded: F=file
file: Type=name Params=params {_STREAM}
params: Size=number
labels: Nums=numbered-label Kids=[labels Limits=plain
label: Type=name S=name St=number
intent: Type=name S=name OutputConditionIdentifier=text Info=text DestOutputProfile=icc
icc: N=number Alternate=colour Range=plain {_STREAM}

pages: Type=name Parent=pages Kids=[node Count=number Resources=resources MediaBox=plain CropBox=plain Rotate=number
page: Type=name Parent=pages Resources=resources MediaBox=plain CropBox=plain BleedBox=plain TrimBox=plain ArtBox=plain \
  Contents=content|[content Rotate=number Group=group Annots=[link StructParents=number Tabs=name UserUnit=number
content: {_STREAM}
resources: ExtGState={{state ColorSpace={{colour Pattern={{pattern Shading={{shading XObject={{xobject Font={{font \
  Properties={{property ProcSet=plain
group: Type=name S=name CS=colour I=bool K=bool

link: Type=name Subtype=name Rect=plain F=number A=action Dest=dest QuadPoints=plain Border=plain C=plain BS=border \
  H=name StructParent=number Contents=text P=onpage
border: Type=name W=number S=name D=plain
action: Type=name S=name D=dest URI=text
outlines: Type=name First=item Last=item Count=number
item: Title=text Parent=above-item Prev=item Next=item First=item Last=item Count=number Dest=dest A=action C=plain \
  F=number

tree: Type=name K=kid|[kid ParentTree=parents ParentTreeNextKey=number
element: Type=name S=name P=above-element K=kid|[kid Pg=onpage Lang=lang Alt=text A=attributes|[attributes
attributes: O=name ListNumbering=name RowSpan=number ColSpan=number Scope=name BBox=plain Placement=name
parents: Nums=numbered-element Kids=[parents Limits=plain
marked-part: Type=name Pg=onpage MCID=number
object-part: Type=name Pg=onpage Obj=tagged

layers: OCGs=[layer D=settings
settings: BaseState=name ON=[layer OFF=[layer Intent=plain AS=[automatic Order=order RBGroups=order Locked=[layer ListMode=name
automatic: Event=name OCGs=[layer Category=plain
layer: Type=name Name=text Intent=plain Usage=usage
usage: View=viewing Print=printing Export=exporting
viewing: ViewState=name
printing: PrintState=name
exporting: ExportState=name
membership: Type=name OCGs=layer|[layer P=name VE=order
list: MCID=number Type=name Subtype=name Attached=plain BBox=plain Lang=lang

simple-font: {_FONT}
type3-font: {_FONT} FontBBox=plain FontMatrix=plain CharProcs={{content Resources=resources
composite-font: Type=name Subtype=name BaseFont=name Encoding=name|cmap DescendantFonts=[cid-font ToUnicode=name|cmap
cid-font: Type=name Subtype=name BaseFont=name CIDSystemInfo=system FontDescriptor=descriptor DW=number W=plain DW2=plain \
  W2=plain CIDToGIDMap=name|content
system: Registry=text Ordering=text Supplement=number
encoding: Type=name BaseEncoding=name Differences=plain
cmap: Type=name CMapName=name CIDSystemInfo=system WMode=number UseCMap=name|cmap {_STREAM}
descriptor: Type=name FontName=name FontStretch=name FontWeight=number Flags=number FontBBox=plain ItalicAngle=number \
  Ascent=number Descent=number Leading=number CapHeight=number XHeight=number StemV=number StemH=number AvgWidth=number \
  MaxWidth=number MissingWidth=number FontFile=program FontFile2=program FontFile3=program
program: Length1=number Length2=number Length3=number Subtype=name {_STREAM}

form: Type=name Subtype=name FormType=number BBox=plain Matrix=plain Resources=resources Group=group OC=property \
  StructParents=number StructParent=number {_STREAM}
image: Type=name Subtype=name Width=number Height=number ColorSpace=colour BitsPerComponent=number Intent=name \
  ImageMask=bool Mask=image|plain SMask=image Decode=plain Interpolate=bool StructParent=number SMaskInData=number \
  Matte=plain OC=property {_STREAM}
parms: Predictor=number Colors=number BitsPerComponent=number Columns=number EarlyChange=number K=number EndOfLine=bool \
  EncodedByteAlign=bool Rows=number EndOfBlock=bool BlackIs1=bool DamagedRowsBeforeError=number ColorTransform=number \
  JBIG2Globals=content
state: Type=name LW=number LC=number LJ=number ML=number D=plain RI=name OP=bool op=bool OPM=number Font=sized FL=number \
  SM=number SA=bool BM=plain SMask=name|mask CA=number ca=number AIS=bool TK=bool BG=function BG2=name|function \
  UCR=function UCR2=name|function TR=name|function|[function TR2=name|function|[function UseBlackPtComp=name
mask: Type=name S=name G=form BC=plain TR=name|function
tiling: Type=name PatternType=number PaintType=number TilingType=number BBox=plain XStep=number YStep=number Matrix=plain \
  Resources=resources {_STREAM}
shading-pattern: Type=name PatternType=number Shading=shading Matrix=plain ExtGState=state
shading: ShadingType=number ColorSpace=colour Background=plain BBox=plain AntiAlias=bool Domain=plain Coords=plain \
  Function=function|[function Extend=plain Matrix=plain VerticesPerRow=number BitsPerCoordinate=number \
  BitsPerComponent=number BitsPerFlag=number Decode=plain {_STREAM}
function: FunctionType=number Domain=plain Range=plain Size=plain BitsPerSample=number Order=number Encode=plain \
  Decode=plain C0=plain C1=plain N=number Functions=[function Bounds=plain {_STREAM}
calibrated: WhitePoint=plain BlackPoint=plain Gamma=plain Matrix=plain Range=plain
"""


def _table(line: str) -> tuple[str, dict[str, str]]:
    name, _, keys = line.partition(":")
    pairs = (key.partition("=") for key in keys.split())
    return name, {"/" + key: kind for key, _, kind in pairs}


#: Kind of dictionary -> its keys -> the kind of their values.
TABLES: Mapping[str, Mapping[str, str]] = dict(
    _table(line) for line in _TABLES.replace("\\\n", " ").splitlines() if line.strip()
)

#: Arrays whose first name says what follows it, place by place.
COLOURS: Mapping[str, tuple[str, ...]] = {
    "/CalGray": ("name", "calibrated"),
    "/CalRGB": ("name", "calibrated"),
    "/Lab": ("name", "calibrated"),
    "/ICCBased": ("name", "icc"),
    "/Indexed": ("name", "colour", "number", "bytes|content"),
    "/Separation": ("name", "name", "colour", "function"),
    "/DeviceN": ("name", "plain", "colour", "function"),
    "/Pattern": ("name", "colour"),
    "/DeviceGray": ("name",),
    "/DeviceRGB": ("name",),
    "/DeviceCMYK": ("name",),
}

#: Types of structure elements that every reader knows. Source: ISO 32000-1:2008, 14.8.4.
ROLES = frozenset(
    "/Document /Part /Art /Sect /Div /BlockQuote /Caption /TOC /TOCI /Index /NonStruct /Private /P /H /H1 /H2 /H3 /H4 /H5 "
    "/H6 /L /LI /Lbl /LBody /Table /TR /TH /TD /THead /TBody /TFoot /Span /Quote /Note /Reference /BibEntry /Code /Link "
    "/Annot /Ruby /RB /RT /RP /Warichu /WT /WP /Figure /Formula /Form".split()
)
#: Types of PDF 2.0 as their nearest elders. Source: ISO 32000-2:2020, 14.8.6.
ELDERS: Mapping[str, str] = {"/Title": "/P", "/Em": "/Span", "/Strong": "/Span", "/Sub": "/Span", "/Aside": "/Note",
                             "/FENote": "/Note", "/DocumentFragment": "/Part", "/Artifact": "/NonStruct"}  # fmt: skip
