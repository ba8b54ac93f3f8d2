"""What stands in most documents and is nobody's: names of fonts, and prompts of programs where nobody has typed yet."""

from __future__ import annotations

#: Families that come with Windows, macOS, Office, LibreOffice or Google Docs; in small letters.
FONTS = frozenset(
    name.strip()
    for name in """
    aharoni, aldhabi, algerian, alef, amatic sc, andalus, angsana new, angsanaupc, aparajita, apple chancery, aptos,
    aptos display, aptos narrow, arabic typesetting, arial, arial black, arial narrow, arial rounded mt bold,
    arial unicode ms, arimo, avenir, avenir next, bahnschrift, baskerville, baskerville old face, batang, batangche,
    bauhaus 93, bell mt, berlin sans fb, bernard mt condensed, big caslon, bitstream vera sans, blackadder itc,
    bodoni mt, book antiqua, bookman old style, bradley hand itc, britannic bold, broadway, browallia new, brush script mt,
    caladea, calibri, calibri light, californian fb, calisto mt, cambria, cambria math, candara, carlito, castellar,
    caveat, centaur, century, century gothic, century schoolbook, chalkboard, chiller, cochin, colonna mt, comfortaa,
    comic sans ms, consolas, constantia, cooper black, copperplate, copperplate gothic bold, copperplate gothic light,
    corbel, cordia new, courier, courier 10 pitch, courier new, cousine, curlz mt, daunpenh, david, dejavu sans,
    dejavu sans mono, dejavu serif, dengxian, devlys 010, didot, dilleniaupc, dokchampa, dotum, droid sans, droid serif,
    eb garamond, ebrima, edwardian script itc, elephant, engravers mt, eras bold itc, estrangelo edessa, eucrosiaupc,
    euphemia, fangsong, felix titling, footlight mt light, forte, franklin gothic book, franklin gothic medium, frankruehl,
    freesans, freeserif, french script mt, freestyle script, futura, gabriola, gadugi, garamond, gautami, geneva, georgia,
    gigi, gill sans, gill sans mt, gisha, gloucester mt extra condensed, goudy old style, goudy stout, gulim, gulimche,
    gungsuh, haettenschweiler, harlow solid italic, harrington, helvetica, helvetica neue, high tower text, hiragino sans,
    hoefler text, impact, imprint mt shadow, informal roman, irisupc, iskoola pota, jasmineupc, javanese text,
    jokerman, juice itc,
    kaiti, kalinga, kartika, khmer ui, kokila, kristen itc, kunstler script, lao ui, lato, latha, leelawadee, leelawadee ui,
    levenim mt, liberation mono, liberation sans, liberation sans narrow, liberation serif, linux libertine, lobster,
    lohit devanagari, lohit hindi, lora, lucida bright, lucida calligraphy, lucida console, lucida fax, lucida grande,
    lucida handwriting, lucida sans, lucida sans typewriter, lucida sans unicode, magneto, malgun gothic, mangal, marlett,
    matura mt script capitals, meiryo, menlo, merriweather, microsoft himalaya, microsoft jhenghei, microsoft new tai lue,
    microsoft phagspa, microsoft sans serif, microsoft tai le, microsoft uighur, microsoft yahei, microsoft yi baiti,
    mingliu, mingliu_hkscs, mingliu-extb, miriam, miriam fixed, mistral, modern no. 20, monaco, mongolian baiti,
    monotype corsiva, montserrat, moolboran, ms gothic, ms mincho, ms outlook, ms pgothic, ms pmincho,
    ms reference sans serif,
    ms sans serif, ms serif, ms ui gothic, mt extra, mv boli, myanmar text, narkisim, new york,
    niagara engraved, nimbus roman,
    nimbus sans, nirmala ui, noto sans, noto sans cjk sc, noto sans devanagari, noto sans symbols, noto serif,
    nsimsun, nunito,
    nyala, ocr a extended, old english text mt, onyx, open sans, opensymbol, optima, oswald, pacifico, palace script mt,
    palatino, palatino linotype, papyrus, parchment, perpetua, perpetua titling mt, phagspa, plantagenet cherokee, playbill,
    playfair display, pmingliu, poor richard, poppins, pristina, proxima nova, pt sans, pt serif, raavi,
    rage italic, raleway,
    ravie, roboto, roboto mono, rockwell, rod, sakkal majalla, script mt bold, segoe print, segoe script, segoe ui,
    segoe ui emoji, segoe ui symbol, shonar bangla, showcard gothic, shruti, simhei, simplified arabic, simsun,
    simsun-extb, sitka text, skia, snap itc, source code pro, source sans pro, source serif pro, spectral, stencil, sylfaen,
    symbol, tahoma, tempus sans itc, thorndale, times, times new roman, tinos, traditional arabic, trebuchet ms, tunga,
    tw cen mt, ubuntu, univers, utsaah, vani, verdana, vijaya, viner hand itc, vivaldi, vladimir script, vrinda, webdings,
    wide latin, wingdings, wingdings 2, wingdings 3, wensleydale gothic nbp, wenquanyi micro hei,
    work sans, yu gothic,
    yu gothic light,    yu mincho, zapf dingbats, zapfino, 宋体, 黑体, 新細明體, 맑은 고딕, 굴림, 바탕, 돋움, 等线, 等线 light,
    游ゴシック, 游ゴシック light,    游明朝, 游明朝 demibold, 微软雅黑, 微軟正黑體, 標楷體,
    仿宋, 楷体, 隶书, ｍｓ ゴシック, ｍｓ 明朝,
    ｍｓ ｐゴシック, ｍｓ ｐ明朝,
    hgｺﾞｼｯｸm, hg明朝b, hg丸ｺﾞｼｯｸm-pro, hy中ゴシックe, hy엽서l, 맑은 고딕 semilight
    """.split(",")
)

#: Paragraphs as Office and LibreOffice put them into empty places. They say nothing of anybody, and read like orders.
PROMPTS = frozenset(
    """Click to edit Master title style
Click to edit Master subtitle style
Click to edit Master text styles
Click to edit Master notes styles
Edit Master text styles
Second level
Third level
Fourth level
Fifth level
Sixth level
Seventh level
Eighth level
Ninth level
Click icon to add picture
Click icon to add table
Click icon to add chart
Click icon to add clip art
Click icon to add media
Click icon to add SmartArt graphic
Click to add title
Click to add subtitle
Click to add text
Click to add notes
Click to move the slide
Click to edit the title text format
Click to edit the outline text format
Click to edit the notes format
Second Outline Level
Third Outline Level
Fourth Outline Level
Fifth Outline Level
Sixth Outline Level
Seventh Outline Level
Click here to enter text.
Click or tap here to enter text.
Click to enter a date.
Click or tap to enter a date.
Choose an item.
<header>
<date/time>
<footer>
<number>
‹#›""".splitlines()
)
