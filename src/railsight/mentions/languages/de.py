"""German."""

from railsight.mentions.languages import de_times, de_verbs
from railsight.mentions.languages.table import Language

LANGUAGE = Language(
    code="de",
    name="German",
    spaced=True,
    verb="clause",
    cues={
        "entered": "eingereist$ einreiste$",
        "agency": "staatsmedien$ medien$ agentur$ nachrichtenagentur$ angaben$ zeitung$ behördenangaben$ machthabers$",
        "arrived": de_verbs.joined("arrived") + "beendete$ erreiche$ eintreffe$ ankomme$ einfahre$ aufschlug$ aufgeschlagen$ eingefunden$ gelandet_in$ eintrudelt eintrudelte$ aufgekreuzt$ auftrat$ hereinbugsiert$ eingestellt$ hingestellt$ aufgestellt$ hingebracht$ hergebracht$ angelaufen_ist$ eingebracht_worden$ am_ziel$ angeschoben$ hineingeschoben$ hereingeschoben$ hereingezogen$ übernommen$ in_empfang$ einrücken$ eingetroffenen$ angekommenen$ eingefahrenen$ bereitgestellt$ empfangen$ endete$ geendet$ eingezogen$ hereingerollt$ einzog$ angelandet$ heimkam$ zurückkam$ zurückkehrte$ reingekommen$ hereingekommen$ angelangten$ einrollten$ einfuhren$ einliefen$ eingelaufene$ eingefahrene$ eingetroffene$ angekommene$ überstellt$ zugestellt$ geschleppt$ abgeliefert$ angeliefert$ rein$ hereinfuhr$ hereinkam$ geschoben$ gezogen_worden$ eingeschoben$ gebracht$ angelangte$ einrollte$ erreichten$ eintrafen$ ankamen$ einlief$ ankam$ eintraf$ einfuhr$ eingetrudelt$ zurückgekehrt$ heimgekehrt$ zurückgekommen$ erreichte erreicht$ eingetroffen$ angekommen$ eingefahren$ angelangt$ eingelaufen$ eingerollt$ gelangte$",
        "arrived!": "erwartet$ erwarteten$ fällig$",
        "arrived~": de_verbs.to_come("arrived") + "einlaufen$ einrollen$ erreichen_wird$ erreicht_werden$ einläuft$ einrollt$ anlangt$ eintreffen_wird$ ankommen_wird$ ankommen_soll$ eintreffen_soll$ anrollen$ zurückkommen$ zurückkehrt$ einfahrt$ erreichen$ zurückkehren$ zurück_sein$ eintreffen$ ankommen$ einfahren$ anlangen$ ankunft eintrifft$ ankommt$ einfährt$",
        "left": "verlasse$ verlassen_hatte$ verlassen_habe$ den_rücken_gekehrt$ verließen$ verließ verlassen$",
        "left~": "verlässt$",
        "departed": de_verbs.joined("departed") + "abfahre$ losfahre$ aufbreche$ auf_und_davon$ auf_achse$ angeruckt$ anruckte$ angezogen$ abgeschleppt$ abtransportiert$ fortgebracht$ weggebracht$ fortgeschafft$ weggeschafft$ raus$ hinaus$ heraus$ rausgefahren$ rausgezogen$ herausgezogen$ hinausgeschoben$ wieder_fort$ wieder_weg$ schon_weg$ längst_weg$ schon_fort$ wieder_los$ abgezogen_worden$ freie_fahrt$ verabschiedet$ grünes_licht$ losgelassen$ freigegeben$ weiterfahrt_um$ von_dannen$ abzog$ abzogen$ aufgebrochen_war$ entschwand$ entschwunden$ verschwand$ verschwunden$ losgefahrene$ losgefahrener$ losgefahrenen$ abgefahrener$ abgefahrenen$ aufgebrochene$ aufgebrochenen$ auf_die_reise$ auf_den_weg$ abgezogen$ abgelegt$ abgefertigt$ abgerückt$ ausgerückt$ ausgefahrene$ abgefahrene$ abfuhren$ losrollte$ losrollten$ losfuhren$ davongefahren$ davonfuhr$ weggefahren$ wegfuhr$ herausgefahren$ hinausgefahren$ herausgerollt$ hinausgerollt$ ausgereist$ abreiste$ aufgemacht$ entlassen$ aus_dem_bahnhof$ weggerollt$ abdampfte$ abgedampft$ abdampfen$ anfuhr$ anrollte$ angerollt$ gestarteter$ auslief$ ausfuhr$ ausrollte$ abging$ abgegangen$ in_bewegung_setzte$ in_bewegung_gesetzt$ ausfahrt$ bestiegen$ gestartete$ gestarteten$ losgerollt$ ausgelaufen$ aufbrachen$ verlassend eingestiegen$ bestieg$ abfuhr$ losfuhr$ aufbrach$ abgefahren$ losgefahren$ aufgebrochen$ startete$ gestartet$ ausgefahren$ abgereist$",
        "departed~": de_verbs.to_come("departed") + "auslaufen$ ausfahren$ losgehen$ abreisen$ abgeht$ ausfährt$ losfährt$ aufbricht$ verlassen_wird$ verlassen_soll$ abfahren_wird$ abfahren_soll$ abfahren$ losfahren$ abfährt$ abfahrt aufbrechen$ startet$ starten$",
        "passed": de_verbs.joined("passed") + "passiere$ durchfahre$ ohne_zu_halten$ ohne_anzuhalten$ ohne_aufenthalt$ haltlos$ ohne_langsamer_zu_werden$ nonstop$ im_durchlauf$ durchlauf$ nicht_gehalten_durch$ längst_durch$ schon_durch$ bereits_durch$ da_durch$ vorbeigefahren_ist$ durch_gewesen$ vorbei_gewesen$ durchgeschlichen$ durchgewinkt$ durchgeschoben$ hinter_sich_ließ$ durchs$ passierend$ vorbeiziehen$ vorbeifahren_sehen$ vorbeirauschen$ querte$ querten$ passierte_gerade$ kam_durch$ durchzogen$ rauschte$ rauschten$ ratterte$ ratterten$ brauste$ brausten$ preschte$ sauste$ sausten$ dröhnte$ rumpelte$ rumpelten$ zuckelte$ schlich$ jagte$ schoss$ geleitet$ gelenkt$ hinter_sich_gelassen$ hinter_sich$ durchgerauscht$ durchgebraust$ vorbeigerauscht$ vorbeigezogen$ vorbeigekommen$ vorbeizog$ durchgekommen$ durchgeleitet$ durchgelassen$ durchzog$ durchgezogen$ durchraste$ durchgerast$ durchdonnert$ durchrauschte$ durchlief$ durchlaufen$ passierende$ durchfuhren$ durchquerten$ vorüber$ vorübergefahren$ vorbeirollte$ vorbeiraste$ durchgeschleust$ geschleust$ überfahren$ gestreift$ ohne_halt$ ohne_stopp$ passiert_gerade$ passierten$ durchrollte$ durchgerollt$ vorbeigerollt$ durchfahrt$ passiert$ durchfuhr durchfahren$ durchquerte$ durchquert$ vorbeigefahren$ vorbeifuhr$ "
        "durchgefahren$ durchfuhr$",
        "passed~": de_verbs.to_come("passed") + "durchzulassen$ vorbeizulassen$ durchfährt$ durchfahren_wird$ passieren_wird$ passieren_soll$ durchrollt$ durchläuft$ durchrollen$ durchqueren$ vorbeifahren$ vorbeikommt$ vorbeirollt$ durchkommt$ durchlaufen_wird$ passieren$ durchquert$ zurückfahren$ heimfahren$",
        "crossed": "gequert$ über_die_grenze$ über_die_polnische_grenze$ über_die_deutsche_grenze$ über_die_russische_grenze$ über_die_chinesische_grenze$ über_die_französische_grenze$ über_die_belarussische_grenze$ über_die_ukrainische_grenze$ überquert überquerte überfuhr$ überschritt$",
        "crossed~": "überqueren$",
        "stopped": "stehe$ stünde$ halte$ warte$ liege$ pausiere$ halt_in$ halt_im$ halt_am$ halt_bei$ kurzer_halt$ langer_halt$ längerer_halt$ ein_halt$ einen_halt$ letzter_halt$ stopp_in$ stopp_im$ stopp_am$ einen_stopp$ standen_still$ verschnaufte$ verschnauft$ ausgeruht$ rast$ zwangspause$ ruhepause$ nebengleis$ abstellgleis$ überholgleis$ ausweichgleis$ warten_lassen$ anhielt$ anhielten$ anhält$ stillstehen$ lag_fest$ festlag$ festgelegen$ standzeit$ stand_still$ stillgestanden$ gewartet$ abgestellt_gewesen$ ausgesetzt$ pausierend$ verbracht$ zugebracht$ übernachten$ nachtruhe$ angehalten_hatte$ liegt_fest$ festhängt$ ausharrte$ ausharren$ ausgeharrt$ geruht$ gelagert$ aufgehalten_worden$ zurückgehalten_worden$ wasser_genommen$ wasser_gefasst$ bekohlt$ abgespannt$ umgesetzt_worden$ umgekoppelt$ drehgestelle$ umgeachst$ achsen$ spurwechselanlage$ triebfahrzeugwechsel$ wachablösung$ gehalten_hatte$ gestoppt_hatte$ untergestellt$ hielt_sich$ unterbrach$ unterbrochen$ strandete$ gestrandet$ verweilte$ verweilt$ tankte$ nachgetankt$ aufgetankt$ kontrolliert$ durchsucht$ untersucht$ überprüft$ geprüft$ wendete$ gewendet$ kopf_gemacht$ geteilt$ getrennt$ überholt$ verbrachte$ verbrachten$ kreuzte$ gekreuzt$ zugestiegen$ ausgestiegen$ umsetzte$ umgesetzt$ angekuppelt$ abgekuppelt$ abgehängt$ angehängt$ vorgespannt$ nachgeschoben$ liegenblieb$ stehenblieb$ festsitzt$ festgesetzt$ festgesessen$ steckengeblieben$ steckenblieb$ blockade$ notbremsung$ zwangshalt$ betriebshalt$ nothalt$ unplanmäßiger_halt$ außerplanmäßiger_halt$ loktausch$ personalwechsel$ lokführerwechsel$ traktionswechsel$ fahrtrichtungswechsel$ kopfmachen$ umspannen$ umgespurt$ umspurung$ spurwechsel$ umladung$ umgeschlagen$ verladung$ entladung$ beladung$ rückstau$ zurückgehalten$ zurückgestellt$ beigestellt$ hinterstellt$ abgestellte$ abstellung$ geparkte$ lagerte$ lagert$ ruhte$ ruht$ nächtigte$ gebremst$ bremste$ ausgebremst$ aufgefahren$ verunglückt$ verunglückte$ kollidierte$ kollidiert$ zusammengestoßen$ prallte$ neuen_lok$ neue_lokführer$ frische_lok$ lok_getauscht$ standen$ stehend$ haltend$ wartend$ verharrt$ festhing$ hielt_an$ angehalten_worden$ gestoppt_worden$ rangierte$ warten$ neue_lok$ neue_lokomotive$ getauscht$ ausgetauscht$ gewechselt$ umgespannt$ betankt$ verharrte$ rangiert$ verladen_worden$ zwischenhalt$ lokwechsel$ stehen$ verladen$ beladen$ blockiert$ blockierten$ stoppten$ aufgehalten$ festgehalten$ liegengeblieben$ liegen_geblieben$ abgestellt$ geparkt$ zwischenstopp$ aufenthalt$ pause$ stehengelassen$ warteten$ festsaß$ entladen$ umgeladen$ entgleist entgleiste hielt$ gehalten$ stoppte$ gestoppt$ steht$ stehen_geblieben$ wartete$ wartet$ parkt "
        "gestanden$ haltgemacht$ rastete$ pausierte$ übernachtete$ übernachtet$ parkte$ angehalten$ stillstand$ zwischenstopp stehengeblieben$",
        "stopped~": "halten$ stoppen$ anhalten$",
        "seen": "befinde$ entgegen$ entgegenkam$ entgegengekommen$ vor_der_nase$ eingeholt$ wiedergesehen$ abgepasst$ zu_hören$ vor_die_kamera$ vor_der_kamera$ vor_meiner_kamera$ geknipst_worden$ blicken$ blickte$ erblickte$ erblickt$ gewahrt$ ausmachte$ ausmachten$ erwischte$ erwischten$ erspähten$ entdeckte_ihn$ aufgefallen$ auffiel$ aufnahm$ aufnahmen$ ablichtete$ ablichteten$ wahrgenommen$ ertappt$ spottete$ gezählt$ zählte$ sichtete_ihn$ verfolgt$ mitgefilmt$ festhielt$ festhielten$ stieß_ich$ stießen_wir$ unter_die_augen$ sichtung$ gesehener$ abgelichtet$ angetroffen$ erschien$ erschienen$ vor_die_linse$ vor_der_linse$ linse$ dokumentiert$ begegnete$ begegnet$ erkannt$ wiedererkannt$ identifiziert$ nachgewiesen$ festgestellt$ lokalisiert$ ausfindig$ gesichtete$ gesehenen$ erspähte$ entdeckte$ bemerkte$ knipste$ fotografierte$ filmte$ beobachtete$ traf_ich$ geblitzt$ gespottet$ festgehalten_worden$ im_bild$ abgebildet$ geistert$ gehört_worden$ vorgefunden$ sichteten$ sichtete$ hörte$ hörten$ gehört$ durchkam$ vorbeikam$ vorbeikamen$ erwischt$ erspäht$ entdeckten$ geknipst$ aufgespürt$ gefunden$ zeigte_sich$ gewesen$ fotografierten$ filmten$ beobachteten$ meldeten$ vorbeikommen$ gemeldet$ befindet$ befand$ gesehen$ gesichtet$ beobachtet$ fotografiert$ gefilmt$ sahen$ sah$ entdeckt$ "
        "aufgenommen$ bemerkt$ zu_sehen$ auftauchte$ aufgetaucht$ geortet$ registriert$ erfasst$ ausgemacht$ gesehen_worden$",
        "move~": "weiterreisen$ weiterziehen$ weitergehen$ fortsetzen$ weiterreist$ fortsetzt$" + de_verbs.to_come("move"),
        "move": de_verbs.joined("move") + "gekommen$ fortgesetzt$ gezogen$ unterwegs$ fahren$ gefahren$ weiterfuhr$ weitergefahren$ weiterfährt$ rollen$ gerollt$",
        "headed": "auf_dem_rückweg$ auf_der_fahrt$ bewegt_sich$ bewegte_sich$ bestimmt$ weitergeleitet$ weitergereicht$ zurückgeschickt$ umgekehrt$ abgebogen$ gelotst$ überführt$ auf_dem_weg$ steuert$ steuerte$ kurs$",
        "goal": "nächster_planmäßiger_halt$ nächster_stopp$ nächste_haltestelle$ endziel$ zielbahnhof$ fahrtziel$ endstation$ endbahnhof$ nächstes_ziel$ bestimmungsbahnhof$ ziel$ reiseziel$ bestimmungsort$ nächste_station$ nächster_halt$ nächster_halt_ist$ zielort$",
        "none": "mitteilte$ mitteilten$ bekanntgab$ verlautete$ berichtete$ berichteten$ umgeleitet$ gesperrt$ stattfinden$ stattfand$ ausgefallen$",
        "skipped": "umfuhr$ umfahren$",
        "air": "flog$ fliegt$ geflogen$ fliegen$",
        "shown": "zeigt$ zeigen$ zeigte$ zeigen_soll$",
        "tookoff": "abgehoben$ abgeflogen$",
        "landed": "landete$ gelandet$",
        "lacking": "fehlanzeige$ keine_spur$ fehlte_jede_spur$ nichts_und_niemand$",
        "negated": "keineswegs$ mitnichten$ keinesfalls$ nichts$ niemand$ vergeblich$ nicht$ nie$ kein$ keine$ keinen$ keiner$ niemals$ weder$",
        "possible": "gehen_davon_aus$ geht_davon_aus$ glauben$ glaubt$ mutmaßen$ mutmaßt$ spekulieren$ nehmen_an$ angenommen$ möglich$ nicht_auszuschließen$ nicht_ausgeschlossen$ anscheinend$ scheinbar$ kursieren$ heißt_es_gerüchteweise$ gemunkelt$ munkelt$ orakelt$ tippe$ tippt$ wette$ schätze$ vielleicht$ vermutlich$ wahrscheinlich$ möglicherweise$ könnte$ könnten$ spekulier gerücht mutmaßlich offenbar$ "
        "vermut dürfte$ angeblich$ womöglich$ wohl$ denkbar$ spekulation eventuell$",
        "future": "angekündigt$ werde$ würde$ würden$ solle$ sollen$ wolle$ wollen$ müsste$ müssten$ hofft$ angepeilt$ angesetzt$ terminiert$ avisiert$ angekündigt_für$ eingeplant$ nicht_vor$ nicht_eher$ nicht_früher$ kaum_vor$ erst_gegen$ nicht_vor_dem$ voraussichtliche$ voraussichtlicher$ gerechnet$ rechnet$ rechnen$ geplante$ geplanter$ vorgesehene$ planmäßige$ erwarteter$ erwartete$ steht_bevor$ hätte$ fahrplan$ planmäßig$ frühestens$ wird$ werden$ soll$ sollte$ geplant$ will$ voraussichtlich$ vorgesehen$ plant$",
        "claimed": "nicht_bestätigten$ nicht_bestätigte$ nicht_bestätigter$ laut_medien$ berichten_zufolge$ nicht_bestätigt$ unbestätigt bestätigt_ist_das_nicht$ "
        "dem_vernehmen_nach$",
        "official": "angaben_des_gouverneurs$ laut_gouverneur$ laut_dem_gouverneur$ gouverneur_sagte$ sagte_der_gouverneur$ verkehrsministerium außenministerium innenministerium verteidigungsministerium transportministerium bahnsprecher regierungssprecher kreml$ kremls$ bestätigte$ bestätigt$ kremlsprecher$ sprecher$ behörde behörden bahnbehörde bundespolizei polizei$ kcna$ "
        "staatsagentur$ ministerium$ regierung$ beamten$ amtlich",
        "earlier": "vor_einem_jahr$ vor_zwei_jahren$ vor_drei_jahren$ vor_jahren$ vergangenes_jahr$ voriges_mal$ letzten_monat$ damals$ einst$ früher$ im_letzten_jahr$ im_vergangenen_jahr$ auf_der_hinfahrt$ hinreise$ letztes_mal$ voriges_jahr$ im_vorjahr$ beim_letzten_mal$",
        "pronoun": "garnitur$ gespann$ fuhre$ wagenzug$ tross$ koloss$ ungetüm$ komposition$ ganzzug$ gefährt$ lindwurm$ geisterzug$ panzerzug$ kesselwagenzug$ güterzug$ wagenschlange$ fracht$ sendung$ wagenpark$ verband$ er$ ihn$ dieser$",
        "denied": "zurückgezogen$ widerrufen$ widerlegt$ falsch$ unwahr$ ente$ frei_erfunden$ erfunden$ entbehren$ irrtum$ irrtümlich$ bewahrheiteten$ stimmt_nicht$ stimme_nicht$ trifft_nicht_zu$ treffe_nicht_zu$ wies_der_kreml_zurück$ zurückgewiesen$ falschmeldung$ unzutreffend$ dementierte$ dementierten$ wies_zurück$ dementierte dementiert bestritt",
        "copula": "war$ ist$ sei$ waren$",
        "unsure": "täglich$ jeden_tag$ regelmäßig$ wöchentlich$ falls$ sofern$ wenn$ belege$ beweise$ ob$ unklar$ ungewiss$",
        "another": "ähnlicher$ ähnlichen$ regulärer$ planmäßiger$ weiteren$ anderer$ anderen$ weiterer$ anderes$ zweiter$",
        "train": "zug$ zuges$ zuge$ züge$ sonderzug panzerzug$ castor castor-zug castor-transport transport$ konvoi$",
        "carrier": "gegenzug flugzeug maschine$ jet$ flieger$ hubschrauber flug$ wagenkolonne$ regierungsmaschine$",
        "other": "reporter$ besucher$ polizisten$ beamte$ neugierige$ gegner$ menschen$ helfer$ fahrgäste$ passagiere$ soldaten$ demonstranten$ aktivisten$ kernkraftgegner atomkraftgegner flüchtlinge$ zuschauer$ schaulustige bus$ busse$ auto$ autos$ lastwagen$ lkw$ schiff$ fähre$ spezialschiff$ limousine$ ersatzbus machthaber präsident minister außenminister kanzler journalist delegation$ politiker",
        "witness": "bekannter$ bekannte$ kollege$ kollegin$ nachbar nachbarin$ schaffner$ lokführer_eines$ tankwart$ rentner$ passanten$ passant$ leser$ leserin$ nutzer$ bahnfan bahnfreund fotograf pendler$ spaziergänger reisende$ anwohner zeugen$ augenzeugen$ bewohner",
        "clause": "ehe_er$ darauf$ woraufhin$ wonach$ ebenso$ anschließend$ hernach$ und$ sondern$ aber$ ehe$ bevor$ während$ nachdem$ doch$ danach$ dann$ dass$",
        "light": "süd$ nord$ ost$ west$ mitte$ vorbahnhof$ güterbahnhof$ rangierbahnhof$ rbf$ bf$ hbf$ bhf$ gbf$ fahrt reise$ weiterfahrt$ strecke$ gleise$ gleis$ stunde stunden$ tag$ tages$ nacht$ kilometer$ meter$ minuten$ uhr$ ende$ verspätung$ pause$ sicht$ auftrag$ ladung$ der$ die$ das$ dem$ den$ des$ bahnhof$ hauptbahnhof$ stadt$ ort$ hafen$ grenzbahnhof$ "
        "grenzort$ grenzstadt$ station$ kosmodrom$ weltraumbahnhof$ dorf$ nahen$ russischen$ chinesischen$ "
        "nordkoreanischen$ kleinen$ grenze$ bahnhofs$",
        "river": "fluss$ brücke$ grenzfluss$ eisenbahnbrücke$ flussbrücke$",
        "adverb": "personal$ mannschaft$ besatzung$ wasser$ diesel$ kohle$ vorräte$ kupplung$ bremsen$ spitze$ zugspitze$ planen$ türen$ lichter$ scheinwerfer$ signal$ weiche$ strom$ schritttempo$ tempo$ westen$ osten$ norden$ süden$ endlich$ schließlich$ erst$ gerade$ soeben$ eben$ vorhin$ kurz$ gleich$ sogar$ auch$ längst$ wieder$ erneut$ wie_erwartet$ wie_geplant$ wie_angekündigt$ wie_üblich$ anders_als_erwartet$ fahrzeuge$ panzer$ haubitzen$ container$ behälter$ gefahren_worden$ noch$ bereits$ schon$ selbst$ sodann$",
    },
    # Most words in -zug are trains; these are suits, marches, moves and the like.
    trains=r"\b(?!(?:Gegen|An|Um|Ein|Aus|Ab|Be|Ent|Voll|Rück|Feld|Beute|Raub|Auf|Vor|Ver|Luft|Atem|Schrift|Fackel|Fest|Trauer"
    r"|Straßen|Höhen|Gebirgs|Schach|Demonstrations|Protest|Nach|Durch|Bei|Ent|Über|Karnevals|Rosenmontags)zug)"
    r"(?:(?:[a-zäöüß]{2,18}-?)?Zug"
    r"|Castor(?:-?Transport)?|Konvoi|(?:Militär|Atom|Schwer|Truppen|Panzer|Nuklear|Gefahrgut|Munitions|Waffen)-?[Tt]ransport|Waggons?|Güterwagen|Lokomotive)(?:es|en|s|e|n)?\b",
    before={
        "from": "aus$ von$ vom$ ab$",
        "in": "in$ im$ am$ auf$ an$",
        "to": "nach$ zum$ zur$ gen$ bis$ ins$",
        "through": "durch$ über$ via$",
        "near": "zwischen$ bei$ nahe$ unweit$ vor$ kurz_vor$ in_der_nähe_von$ hinter$ kurz_hinter$",
        "instead": "statt$ anstatt$ statt_in$ anstatt_in$ statt_nach$ anstatt_nach$ statt_über$",
        "toward": "richtung$ in_richtung$ mit_ziel$ mit_dem_ziel$ mit_fahrtziel$ mit_kurs_auf$",
        "away": "weg_von$ fort_von$ weg_aus$",
    },
    separable=de_verbs.finite() | {
        "traf": "ein=arrived",
        "trafen": "ein=arrived",
        "kamen": "entgegen=seen an=arrived ein=arrived durch=passed vorbei=passed zurück=arrived =came",
        "rollten": "ein=arrived aus=departed los=departed durch=passed weiter=move =move",
        "standen": "=stopped",
        "führte": "=move",
        "verlief": "=move",
        "raste": "durch=passed vorbei=passed =move",
        "donnerte": "durch=passed vorbei=passed =move",
        "brachen": "auf=departed",
        "legten": "ein=stopped",
        "trudelte": "ein=arrived",
        "schlug": "auf=arrived",
        "ruckte": "an=departed",
        "begann": "fahrt=departed reise=departed rückfahrt=departed",
        "gönnte": "pause=stopped rast=stopped halt=stopped",
        "harrte": "aus=stopped",
        "komme": "an=arrived~ ein=arrived~ durch=passed~ vorbei=passed~",
        "fahre": "ab=departed~ los=departed~ ein=arrived~ weiter=move vorbei=passed~ durch=passed~ =move~",
        "treffe": "ein=arrived~",
        "trifft": "ein=arrived~",
        "kam": "entgegen=seen bis=arrived an=arrived ein=arrived durch=passed vorbei=passed vorüber=passed weiter=move zurück=arrived stehen=stopped halten=stopped stillstand=stopped =came",
        "kommt": "entgegen=seen an=arrived~ durch=passed~ vorbei=passed~ zurück=arrived~",
        "fuhr": "ab=departed los=departed ein=arrived weiter=move vorbei=passed durch=passed aus=departed an=departed vorüber=passed heraus=departed hinaus=departed davon=departed fort=departed weg=departed zurück=move =move",
        "fuhren": "ab=departed los=departed ein=arrived weiter=move aus=departed vorbei=passed durch=passed =move",
        "lief": "ein=arrived aus=departed durch=passed weiter=move vorbei=passed =move",
        "rollte": "ein=arrived aus=departed los=departed weiter=move durch=passed vorbei=passed vorüber=passed an=departed =move",
        "rollt": "ein=arrived~ aus=departed~ los=departed~ durch=passed~ vorbei=passed~ weiter=move =move",
        "machte": "halt=stopped station=stopped kopf=stopped pause=stopped rast=stopped weg=departed bogen=skipped",
        "blieb": "stehen=stopped liegen=stopped aus=none =none",
        "legte": "ein=stopped ab=departed an=arrived",
        "brach": "auf=departed",
        "reiste": "ab=departed ein=arrived weiter=move an=arrived durch=passed =move",
        "zog": "an=departed weiter=move ein=arrived ab=departed aus=departed vorbei=passed durch=passed vorüber=passed =move",
        "bog": "ab=headed",
        "trat": "aus=none",
        "hält": "an=stopped =stopped",
        "halten": "an=stopped =stopped",
        "stoppt": "=stopped",
        "hielten": "an=stopped =stopped",
        "hielt": "an=stopped zu=headed =stopped",
        "startete": "=departed",
        "hob": "ab=tookoff",
        "ging": "weiter=move ab=departed los=departed reise=departed durch=passed",
        "setzte": "fort=move bewegung=departed um=stopped",
        "setzt": "fort=move",
        "sitzt": "fest=stopped",
        "steckt": "fest=stopped",
        "saß": "fest=stopped",
        "nahm": "kurs=headed auf=stopped fahrt=departed",
        "tauchte": "auf=seen",
        "langte": "an=arrived",
        "passierte": "=passed",
        "machten": "halt=stopped station=stopped kopf=stopped pause=stopped",
        "kehrte": "zurück=arrived um=headed heim=arrived",
        "stand": "=stopped",
        "fährt": "ab=departed~ los=departed~ ein=arrived~ weiter=move vorbei=passed~ durch=passed~ aus=departed~ vorüber=passed~ zurück=move =move~",
        "zogen": "weiter=move ein=arrived ab=departed vorbei=passed durch=passed =move",
        "kommen": "an=arrived~ durch=passed~ vorbei=passed~",
        "treffen": "ein=arrived~",
        "liefen": "ein=arrived aus=departed durch=passed =move",
        "läuft": "ein=arrived~ aus=departed~ durch=passed~ =move~",
        "schlich": "ein=arrived durch=passed vorbei=passed",
        "dampfte": "ab=departed ein=arrived los=departed durch=passed vorbei=passed weiter=move =move",
        "rückte": "ein=arrived aus=departed ab=departed an=arrived",
        "steckte": "fest=stopped",
        "steckten": "fest=stopped",
        "hing": "fest=stopped",
        "hängt": "fest=stopped",
        "liegt": "fest=stopped still=stopped",
        "lag": "fest=stopped still=stopped",
        "saßen": "fest=stopped",
        "sitzen": "fest=stopped",
        "blieben": "stehen=stopped liegen=stopped",
        "bleibt": "stehen=stopped liegen=stopped fern=none =none",
        "teilte": "mit=none",
        "teilten": "mit=none",
        "gab": "bekannt=none an=none",
        "gaben": "bekannt=none an=none",
        "ließ": "aus=skipped sich=passed hinter=passed liegen=skipped",
        "fiel": "aus=none auf=seen",
        "bewegte": "zu=headed",
        "bewegt": "zu=headed",
        "steuert": "zu=headed an=headed",
        "steuerte": "zu=headed an=headed",
        "geht": "ab=departed~ weiter=move~ los=departed~",
        "fahren": "ab=departed~ los=departed~ ein=arrived~ vorbei=passed~ durch=passed~",
        "startet": "=departed~",
        "starten": "=departed~",
        "verlässt": "=left~",
        "macht": "halt=stopped~ station=stopped~ kopf=stopped~ pause=stopped~",
        "brausten": "durch=passed vorbei=passed",
        "bekam": "ausfahrt=departed einfahrt=arrived durchfahrt=passed lok=stopped lokomotive=stopped vorspann=stopped personal=stopped lokführer=stopped",
        "erhielt": "ausfahrt=departed einfahrt=arrived durchfahrt=passed lok=stopped lokomotive=stopped vorspann=stopped personal=stopped lokführer=stopped",
        "wechselte": "lok=stopped lokomotive=stopped personal=stopped lokführer=stopped fahrtrichtung=stopped",
        "hatte": "aufenthalt=stopped halt=stopped pause=stopped zwangspause=stopped",
        "tauchten": "auf=seen",
        "erschien": "=seen",
        "schaffte": "=arrived",
        "endete": "=arrived",
        "endet": "=arrived~",
        "stieg": "zu=stopped",
        "stiegen": "zu=stopped aus=stopped ein=stopped um=stopped",
        "kehrten": "zurück=arrived um=headed heim=arrived",
    },
    told_aside=r"\b(?:wie|als) [^,.;:–]{0,50}?\b(?:be|ver|an|ge|er|mit|vorher|voraus|ausge|orakel)\w{0,14}(?:t|en)\b(?=[,.;:)])"
    r"|\b[Ss]tatt (?:wie [a-zäöüß]+ )?(?:schon |erst )?(?:um |am |gegen |im )?\S",
    present="steht stehen befindet wartet sitzt steckt",
    hearsay_after=r" (?:worden )?(?:haben|sein)\b",
    departs_in="from",
    moves_in="in",
    passenger=r"(?:Machthaber|Staatschef|Präsident|Kanzler|Diktator) (?P<who3>[A-ZÄÖÜ]\w+)[^.]{0,160}\. (?:Sein|Dessen)\w* (?:[a-zäöüß]+ )?(?:Sonder|Panzer)?[Zz]ug|(?P<who2>[A-ZÄÖÜ][a-z]+) (?:[A-ZÄÖÜ][a-z]+ ){1,2}(?:ist|hat|reist|fährt|war) [^.]{0,40}\bin (?:seinem|ihrem) (?:[a-zäöüß]+ ){0,2}(?:Panzer|Sonder)?[Zz]ug|(?:Zug|Sonderzug|Panzerzug)(?:es|s)? (?:von |des )?(?P<who>[A-Z][a-z]+) (?=[A-Z])",
    compass={"nord": "N", "süd": "S", "ost": "E", "west": "W", "norden": "N", "süden": "S", "osten": "E", "westen": "W",
             "nördlich": "N", "südlich": "S", "östlich": "E", "westlich": "W"},
    directions=r"\b(?:nach|Richtung|gen|gegen) (?P<a>nord|süd)?(?P<b>norden|süden|osten|westen)\b"
    r"|\b(?P<a2>nord|süd)?(?P<b2>nord|süd|ost|west)wärts\b",
    offset_before=r"\b(?P<a>nord|süd)?(?P<b>nördlich|südlich|östlich|westlich) (?:von |der Stadt )?$",
    goes_on=r"(?:\b\d{1,2}|\b(?:ca|bzw|Nr|Std|St|Dr|Prof|Mio|Mrd|z\. ?B|u\. ?a|d\. ?h|sog|evtl|ggf|Str|Hbf|Bhf))\.$",
    scene=r"(?i:\b(?:hier|hierher|bei uns|an uns vorbei)\b|\b(?:im|am|den|dem|des|vom|zum) (?:hiesigen |örtlichen )?"
    r"(?:Haupt|Güter|Grenz|Rangier|Personen)?bahnhofs?\b|\bauf Gleis \d|\bam Bahnsteig\b"
    r"|\b(?:durch|in|aus) (?:die|der|den|unser[a-z]{0,2}) (?:Stadt|Ort|Dorf|Gemeinde)\b)",
    tells_when=r"(?:das|es|dies|die uhr)(?: (?:war|geschah|passierte|ereignete sich|zeigte))(?: (?:um|am|gegen|kurz|nach|vor|genau|da|schon|etwa))*",
    halts="hielt hält gehalten stopp",
    teller_before=r"\b(?:Korrespondent|Reporter|Journalist)(?:in)?(?: \w+){0,2} (?:in|aus) $"
    r"|\b(?:bericht|meld|schreib|schrieb)(?:et|ete|t)?(?: \w+){0,4} aus $",
    times=de_times.TIMES,
    glue=de_times.GLUE,
    numbers=de_times.NUMBERS | de_times.FRACTIONS,
    months=("jan|jän", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"),
    weekdays=("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"),
    days=de_times.DAYS,
    parts=de_times.PARTS,
    modifiers={"vergangen": "last", "letzt": "last", "vorig": "last", "nächst": "next", "kommend": "next"},
    one_clock=r"\b(?:[Aa]lle )?(?:Zeiten|Zeitangaben|Uhrzeiten|Angaben)(?: hier)?(?: sind)?(?: in| nach|:| =)? "
    r"(MEZ|MESZ|UTC|GMT|MSK|Moskauer|Minsker|Kiewer|Pekinger|Warschauer|koreanischer|chinesischer|deutscher)(?: (?:Orts)?[Zz]eit)?\b",
    zones={"nordkoreanisch": "pyongyang", "südkoreanisch": "seoul", "hiesig": "local", "minsk": "moscow", "kiew": "kyiv", "warschau": "berlin", "wladiwostok": "vladivostok", "ortszeit": "local", "ortsüblich": "local", "lokal": "local", "moskau": "moscow", "korean": "seoul",
           "peking": "beijing", "chines": "beijing", "japan": "tokyo", "mitteleurop": "berlin", "deutsch": "berlin",
           "mesz": "cest", "mez": "cet", "gmt": "gmt", "utc": "utc", "msk": "msk"},
    auxiliaries="hat hatte habe haben hätte wird werde soll sollte will wollte kann könnte dürfte",
    articles="der die das dem den des ein eine einen einem einer eines im am zum zur vom beim ins ans kein keine keinen "
    "diese dieser dieses diesen diesem jede jeder jedes seine seinen seiner seinem ihre ihren ihrer ihrem alle allen viele "
    "vielen mehrere mehreren zwei drei vier fünf mit ohne für gegen unter wegen während trotz um auf an neue neuen alte alten "
    "große großen kleine kleinen erste ersten letzte letzten",
    also_towns=frozenset(("halle", "essen", "hof")),
    not_names=frozenset(
        (
            "manche viele einige etliche norden süden osten westen nord süd ost west mitte ende anfang rand nähe ort orte ortes stelle stadt dorf land "
            "lande länder welt insel meer see seen wald berg berge tal stein strand ufer boden feld gebirge fluss brücke "
            "brücken kanal hafen hof halle haus häuser häusern burg kloster kirche kirchen tempel tor tore turm mauer mauern "
            "loch graben grube bau neubau altstadt neustadt vorstadt stadtzentrum zentrum siedlung bahnhof hauptbahnhof "
            "station strecke gleis gleise lok zug züge wagen transport transporte castor uran gas gold holz eisen sand salz "
            "post bank markt handel handels ware waren kosten lohn preis recht grund art sache dinge rolle rede wort name "
            "namen titel buch foto bild film musik kultur band song ton kunst schule schulen kinder mann frau menschen leute "
            "mama papa oma opa könig gouverneur präsident minister chef sprecher trainer sänger jäger schreiber spieler sommer "
            "winter herbst frühling regen schnee nebel frost wetter sonne mond mars essen bier wein kuchen brot salat reis "
            "fisch tod leben lage raum zone front grenze sieg krieg frieden heer marine garde schutz brand bombe schuld tat "
            "wahl wahlen partei union bund rat reich staat start stop halt plan ziel weg spur lauf gang fahrt tour reise reisen "
            "rest teil mengen tonnen kilo liter meilen länge stärke höhe tiefe grad minus plus stock titel ring kreuz krone "
            "stern panne rekord marke story reform demo protest polizei arsenal major kolonie passage strassen straße "
            "straßen platz park garten montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april "
            "mai juni juli august september oktober november dezember er sie es wir ihr man ich du alle viele acht hier dort "
            "dann laut nach aus bei von mit vor für auch aber oder nur noch sehr ganz kim bad neu lang hoch tief spät früh "
            "damm wende mühe sinn mut not ruhe stille geste foto fotos video videos medien bericht angaben quelle quellen air "
            "chance job team liga finale ball tor tore spiel ballon boot schiff auto flugzeug flug maschine jet gut schön rot "
            "sachen blau grün schwarz weiß alt jung star bühne saal bar keller küche tür fenster dach hals hand händen kopf auge nase "
            "mund herz haar haut blut puls krebs hunger durst beten rauch feuer licht wellen welle ebene hang loch horn nagel"
        ).split()
    ),
)  # fmt: skip
