//! All groups of data that a report may have: a line for each.

use super::gruppenmeldung::gruppen;

gruppen! {
    person {
        Zustaendigkeit "zustaendigkeit" in zustaendigkeit: AZRZustaendigkeitMeldung {
            referenz_id, zustaendigkeit_fachdaten_neu:
            AZRZustaendigkeitMeldungZustaendigkeitFachdatenNeu }
        Anschrift "anschrift" in anschrift: AZRAnschriftMeldung {
            referenz_id, anschrift_fachdaten_neu:
            AZRAnschriftMeldungAnschriftFachdatenNeu }
        Kontakt "kontakt" in kontakt: AZRKontaktMeldung {
            referenz_id, kontakt_fachdaten_neu:
            AZRKontaktMeldungKontaktFachdatenNeu }
        Familienverband "familienverband" in familienverband: AZRFamilienverbandMeldung {
            referenz_id, familienverband_fachdaten_neu:
            AZRFamilienverbandMeldungFamilienverbandFachdatenNeu }
        Personenbeschreibung "personenbeschreibung" in personenbeschreibung: AZRPersonenbeschreibungMeldung {
            referenz_id, personenbeschreibung_fachdaten_neu:
            AZRPersonenbeschreibungMeldungPersonenbeschreibungFachdatenNeu }
    }
    nur_folge {
        Grundpersonalien "grundpersonalien" in grundpersonalien: AZRGrundpersonalienMeldung {
            referenz_id, grundpersonalien_fachdaten_neu:
            AZRGrundpersonalienMeldungGrundpersonalienFachdatenNeu }
        AngabenZurUnterbringung "angabenZurUnterbringung" in angaben_zur_unterbringung: AZRAngabenUnterbringungMeldung {
            referenz_id, angaben_unterbringung_fachdaten_neu:
            AZRAngabenUnterbringungMeldungAngabenUnterbringungFachdatenNeu }
    }
    weitere {
        AbweichendeNamensschreibweise "abweichendeNamensschreibweise" in abweichende_namensschreibweise: AZRAbweichendeNamensschreibweiseMeldung {
            referenz_id, abweichende_namensschreibweise_fachdaten_neu:
            AZRAbweichendeNamensschreibweiseMeldungAbweichendeNamensschreibweiseFachdatenNeu }
        Aliaspersonalien "aliaspersonalien" in aliaspersonalien: AZRAliaspersonalienMeldung {
            referenz_id, aliaspersonalien_fachdaten_neu:
            AZRAliaspersonalienMeldungAliaspersonalienFachdatenNeu }
        AndererName "andererName" in anderer_name: AZRAndererNameMeldung {
            referenz_id, anderer_name_fachdaten_neu:
            AZRAndererNameMeldungAndererNameFachdatenNeu }
        AuslaendischePersonenId "auslaendischePersonenId" in auslaendische_personen_id: AZRAuslaendischePersonenIdMeldung {
            referenz_id, auslaendische_personen_id_fachdaten_neu:
            AZRAuslaendischePersonenIdMeldungAuslaendischePersonenIdFachdatenNeu }
        Ausweispapier "ausweispapier" in ausweispapier: AZRAusweispapierMeldung {
            referenz_id, ausweispapier_fachdaten_neu:
            AZRAusweispapierMeldungAusweispapierFachdatenNeu }
        Familienstand "familienstand" in familienstand: AZRFamilienstandMeldung {
            referenz_id, familienstand_fachdaten_neu:
            AZRFamilienstandMeldungFamilienstandFachdatenNeu }
        FruehererName "fruehererName" in frueherer_name: AZRFruehererNameMeldung {
            referenz_id, frueherer_name_fachdaten_neu:
            AZRFruehererNameMeldungFruehererNameFachdatenNeu }
        Herkunftsland "herkunftsland" in herkunftsland: AZRHerkunftslandMeldung {
            referenz_id, herkunftsland_fachdaten_neu:
            AZRHerkunftslandMeldungHerkunftslandFachdatenNeu }
        FreiwilligeAngabeZurReligion "freiwilligeAngabeZurReligion" in freiwillige_angabe_zur_religion: AZRReligionMeldung {
            referenz_id, freiwillige_angaben_zur_religion_fachdaten_neu:
            AZRReligionMeldungFreiwilligeAngabenZurReligionFachdatenNeu }
    }
    erst {
        AblehnungFeststellungDeutscheStaatsangehoerigkeit "ablehnungFeststellungDeutscheStaatsangehoerigkeit": AZRAblehnungFeststellungDeutscheStaatsangehoerigkeitMeldung {
            referenz_id, ablehnung_feststellung_dt_staatsangehoerigkeit_fachdaten_neu:
            AZRAblehnungFeststellungDeutscheStaatsangehoerigkeitMeldungAblehnungFeststellungDtStaatsangehoerigkeitFachdatenNeu }
        GeasAsylstatus "geasAsylstatus": AZRGEASAsylstatusMeldung {
            referenz_id, g_eas_asylstatus_fachdaten_neu:
            AZRGEASAsylstatusMeldungGEASAsylstatusFachdatenNeu }
        Asylstatus "asylstatus": AZRAsylstatusMeldung {
            referenz_id, asylstatus_fachdaten_neu:
            AZRAsylstatusMeldungAsylstatusFachdatenNeu }
        AufenthaltsrechtEU "aufenthaltsrechtEU": AZRAufenthaltsrechtEUMeldung {
            referenz_id, aufenthaltsrecht_eu_fachdaten_neu:
            AZRAufenthaltsrechtEUMeldungAufenthaltsrechtEUFachdatenNeu }
        Aufenthaltsstatus "aufenthaltsstatus": AZRAufenthaltsstatusMeldung {
            referenz_id, aufenthaltsstatus_fachdaten_neu:
            AZRAufenthaltsstatusMeldungAufenthaltsstatusFachdatenNeu }
        AuslieferungDurchlieferung "auslieferungDurchlieferung": AZRAuslieferungDurchlieferungMeldung {
            referenz_id, auslieferung_durchlieferung_fachdaten_neu:
            AZRAuslieferungDurchlieferungMeldungAuslieferungDurchlieferungFachdatenNeu }
        Ausschreibung "ausschreibung": AZRAusschreibungMeldung {
            referenz_id, ausschreibung_fachdaten_neu:
            AZRAusschreibungMeldungAusschreibungFachdatenNeu }
        Aussiedlerangelegenheit "aussiedlerangelegenheit": AZRAussiedlerangelegenheitMeldung {
            referenz_id, aussiedlerangelegenheit_fachdaten_neu:
            AZRAussiedlerangelegenheitMeldungAussiedlerangelegenheitFachdatenNeu }
        Einreisebedenken "einreisebedenken": AZREinreisebedenkenMeldung {
            referenz_id, einreisebedenken_fachdaten_neu:
            AZREinreisebedenkenMeldungEinreisebedenkenFachdatenNeu }
        Meldestatus "meldestatus": AZRMeldestatusMeldung {
            referenz_id, meldestatus_fachdaten_neu:
            AZRMeldestatusMeldungMeldestatusFachdatenNeu }
        PassrechtlicheMassnahme "passrechtlicheMassnahme": AZRPassrechtlicheMassnahmeMeldung {
            referenz_id, passrechtliche_massnahme_fachdaten_neu:
            AZRPassrechtlicheMassnahmeMeldungPassrechtlicheMassnahmeFachdatenNeu }
        Sicherheitsleistung "sicherheitsleistung": AZRSicherheitsleistungMeldung {
            referenz_id, sicherheitsleistung_fachdaten_neu:
            AZRSicherheitsleistungMeldungSicherheitsleistungFachdatenNeu }
        Straftatverdacht "straftatverdacht": AZRStraftatverdachtMeldung {
            referenz_id, straftatverdacht_fachdaten_neu:
            AZRStraftatverdachtMeldungStraftatverdachtFachdatenNeu }
        Suchvermerk "suchvermerk": AZRSuchvermerkMeldung {
            referenz_suchvermerk_id, suchvermerk_fachdaten_neu:
            AZRSuchvermerkMeldungSuchvermerkFachdatenNeu }
        UnerlaubteEinreiseUndAufenthalt "unerlaubteEinreiseUndAufenthalt": AZRUnerlaubteEinreiseUndAufenthaltMeldung {
            referenz_id, unerlaubte_einreise_und_aufenthalt_fachdaten_neu:
            AZRUnerlaubteEinreiseUndAufenthaltMeldungUnerlaubteEinreiseUndAufenthaltFachdatenNeu }
        Verpflichtungserklaerung "verpflichtungserklaerung": AZRVerpflichtungserklaerungMeldung {
            referenz_id, verpflichtungserklaerung_fachdaten_neu:
            AZRVerpflichtungserklaerungMeldungVerpflichtungserklaerungFachdatenNeu }
        VerurteilungWegenStraftaten "verurteilungWegenStraftaten": AZRVerurteilungWegenStraftatenMeldung {
            referenz_id, verurteilung_wegen_straftaten_fachdaten_neu:
            AZRVerurteilungWegenStraftatenMeldungVerurteilungWegenStraftatenFachdatenNeu }
        ZurueckweisungZurueckschiebung "zurueckweisungZurueckschiebung": AZRZurueckweisungZurueckschiebungMeldung {
            referenz_id, zurueckweisungzurueckschiebung_fachdaten_neu:
            AZRZurueckweisungZurueckschiebungMeldungZurueckweisungzurueckschiebungFachdatenNeu }
        Zustaendigkeitsbestimmungsverfahren "zustaendigkeitsbestimmungsverfahren": AZRZustaendigkeitsbestimmungsverfahrenMeldung {
            referenz_id, zustaendigkeitsbestimmungsverfahren_fachdaten_neu:
            AZRZustaendigkeitsbestimmungsverfahrenMeldungZustaendigkeitsbestimmungsverfahrenFachdatenNeu }
        ZustimmungVorEinreise "zustimmungVorEinreise": AZRZustimmungVorEinreiseMeldung {
            referenz_id, zustimmung_vor_einreise_fachdaten_neu:
            AZRZustimmungVorEinreiseMeldungZustimmungVorEinreiseFachdatenNeu }
    }
    fakt {
        Aberkennungsverfahren "aberkennungsverfahren": AZRAberkennungsverfahrenMeldung {
            referenz_id, aberkennungsverfahren_fachdaten_neu:
            AZRAberkennungsverfahrenMeldungAberkennungsverfahrenFachdatenNeu }
        Abschiebung "abschiebung": AZRAbschiebungMeldung {
            referenz_id, abschiebung_fachdaten_neu:
            AZRAbschiebungMeldungAbschiebungFachdatenNeu }
        Abschiebungsverbot "abschiebungsverbot": AZRAbschiebungsverbotMeldung {
            referenz_id, abschiebungsverbot_fachdaten_neu:
            AZRAbschiebungsverbotMeldungAbschiebungsverbotFachdatenNeu }
        Ankunftsnachweis "ankunftsnachweis": AZRAnkunftsnachweisMeldung {
            referenz_id, ankunftsnachweis_fachdaten_neu:
            AZRAnkunftsnachweisMeldungAnkunftsnachweisFachdatenNeu }
        Anlaufbescheinigung "anlaufbescheinigung": AZRAnlaufbescheinigungMeldung {
            referenz_id, anlaufbescheinigung_fachdaten_neu:
            AZRAnlaufbescheinigungMeldungAnlaufbescheinigungFachdatenNeu }
        Arbeitsvermittlungsdaten "arbeitsvermittlungsdaten": AZRArbeitsvermittlungsdatenMeldung {
            referenz_id, arbeitsvermittlungsdaten_fachdaten_neu:
            AZRArbeitsvermittlungsdatenMeldungArbeitsvermittlungsdatenFachdatenNeu }
        Aufenthaltserlaubnis "aufenthaltserlaubnis": AZRAufenthaltserlaubnisMeldung {
            referenz_id, aufenthaltserlaubnis_fachdaten_neu:
            AZRAufenthaltserlaubnisMeldungAufenthaltserlaubnisFachdatenNeu }
        Aufenthaltsgestattung "aufenthaltsgestattung": AZRAufenthaltsgestattungMeldung {
            referenz_id, aufenthaltsgestattung_fachdaten_neu:
            AZRAufenthaltsgestattungMeldungAufenthaltsgestattungFachdatenNeu }
        AusreiseReintegrationsfoerderung "ausreiseReintegrationsfoerderung": AZRAusreiseReintegrationsfoerderungMeldung {
            referenz_id, ausreise_reintegrationsfoerderung_fachdaten_neu:
            AZRAusreiseReintegrationsfoerderungMeldungAusreiseReintegrationsfoerderungFachdatenNeu }
        Ausreisenachweis "ausreisenachweis": AZRAusreisenachweisMeldung {
            referenz_id, ausreisenachweis_fachdaten_neu:
            AZRAusreisenachweisMeldungAusreisenachweisFachdatenNeu }
        Ausreiseverbot "ausreiseverbot": AZRAusreiseverbotMeldung {
            referenz_id, ausreiseverbot_fachdaten_neu:
            AZRAusreiseverbotMeldungAusreiseverbotFachdatenNeu }
        Ausweisung "ausweisung": AZRAusweisungMeldung {
            referenz_id, ausweisung_fachdaten_neu:
            AZRAusweisungMeldungAusweisungFachdatenNeu }
        Betretenserlaubnis "betretenserlaubnis": AZRBetretenserlaubnisMeldung {
            referenz_id, betretenserlaubnis_fachdaten_neu:
            AZRBetretenserlaubnisMeldungBetretenserlaubnisFachdatenNeu }
        BvaVerfahrensnummer "bvaVerfahrensnummer": AZRBVAVerfahrensnummerMeldung {
            referenz_id, bva_verfahrensnummer_fachdaten_neu:
            AZRBVAVerfahrensnummerMeldungBvaVerfahrensnummerFachdatenNeu }
        Deutschsprachfoerderung "deutschsprachfoerderung": AZRDeutschsprachfoerderungMeldung {
            referenz_id, deutschsprachfoerderung_fachdaten_neu:
            AZRDeutschsprachfoerderungMeldungDeutschsprachfoerderungFachdatenNeu }
        Duldung "duldung": AZRDuldungMeldung { referenz_id, duldung_fachdaten_neu: AZRDuldungMeldungDuldungFachdatenNeu }
        EinreiseAufenthaltsverbot "einreiseAufenthaltsverbot": AZREinreiseAufenthaltsverbotMeldung {
            referenz_id, einreise_aufenthaltsverbot_fachdaten_neu:
            AZREinreiseAufenthaltsverbotMeldungEinreiseAufenthaltsverbotFachdatenNeu }
        EinschraenkungUntersagungPolitischeBetaetigung "einschraenkungUntersagungPolitischeBetaetigung": AZREinschraenkungUntersagungPolitischeBetaetigungMeldung {
            referenz_id, einschraenkung_untersagung_polititsche_betaetigung_fachdaten_neu:
            AZREinschraenkungUntersagungPolitischeBetaetigungMeldungEinschraenkungUntersagungPolititscheBetaetigungFachdatenNeu }
        EntscheidungBA "entscheidungBA": AZREntscheidungBAMeldung {
            referenz_id, entscheidung_ba_fachdaten_neu:
            AZREntscheidungBAMeldungEntscheidungBAFachdatenNeu }
        EntscheidungZurVerteilung "entscheidungZurVerteilung": AZREntscheidungZurVerteilungMeldung {
            referenz_id, entscheidung_zur_verteilung_fachdaten_neu:
            AZREntscheidungZurVerteilungMeldungEntscheidungZurVerteilungFachdatenNeu }
        Eurodacnummer "eurodacnummer": AZREurodacNummerMeldung {
            referenz_id, eurodacnummer_fachdaten_neu:
            AZREurodacNummerMeldungEurodacnummerFachdatenNeu }
        ExistenzsicherndeLeistung "existenzsicherndeLeistung": AZRExistenzsicherndeLeistungMeldung {
            referenz_id, existenzsichernde_leistung_fachdaten_neu:
            AZRExistenzsicherndeLeistungMeldungExistenzsicherndeLeistungFachdatenNeu }
        FamilienangehoerigeMS "familienangehoerigeMS": AZRFamilienangehoerigeMSMeldung {
            referenz_id, familienangehoerige_ms_fachdaten_neu:
            AZRFamilienangehoerigeMSMeldungFamilienangehoerigeMSFachdatenNeu }
        Gesundheitsdaten "gesundheitsdaten": AZRGesundheitsdatenMeldung {
            referenz_id, gesundheitsdaten_fachdaten_neu:
            AZRGesundheitsdatenMeldungGesundheitsdatenFachdatenNeu }
        Grenzuebertrittsbescheinigung "grenzuebertrittsbescheinigung": AZRGrenzuebertrittsbescheinigungMeldung {
            referenz_id, grenzuebertrittsbescheinigung_fachdaten_neu:
            AZRGrenzuebertrittsbescheinigungMeldungGrenzuebertrittsbescheinigungFachdatenNeu }
        Integrationskurs "integrationskurs": AZRIntegrationskursMeldung {
            referenz_id, integrationskurs_fachdaten_neu:
            AZRIntegrationskursMeldungIntegrationskursFachdatenNeu }
        NebenbestimmungenErwerbstaetigkeit "nebenbestimmungenErwerbstaetigkeit": AZRNebenbestimmungenErwerbstaetigkeitMeldung {
            referenz_id, nebenbestimmungen_erwerbstaetigkeit_fachdaten_neu:
            AZRNebenbestimmungenErwerbstaetigkeitMeldungNebenbestimmungenErwerbstaetigkeitFachdatenNeu }
        Niederlassungserlaubnis "niederlassungserlaubnis": AZRNiederlassungserlaubnisMeldung {
            referenz_id, niederlassungserlaubnis_fachdaten_neu:
            AZRNiederlassungserlaubnisMeldungNiederlassungserlaubnisFachdatenNeu }
        Rechtsstellung "rechtsstellung": AZRRechtsstellungMeldung {
            referenz_id, rechtsstellung_fachdaten_neu:
            AZRRechtsstellungMeldungRechtsstellungFachdatenNeu }
        Reisewege "reisewege": AZRReisewegeMeldung {
            referenz_id, reisewege_fachdaten_neu:
            AZRReisewegeMeldungReisewegeFachdatenNeu }
        Screeningabschluss "screeningabschluss": AZRScreeningabschlussMeldung {
            referenz_id, screeningabschluss_fachdaten_neu:
            AZRScreeningabschlussMeldungScreeningabschlussFachdatenNeu }
        SisAusschreibungshintergrund "sisAusschreibungshintergrund": AZRSisAusschreibungshintergrundMeldung {
            referenz_id, sis_ausschreibungshintergrund_fachdaten_neu:
            AZRSisAusschreibungshintergrundMeldungSisAusschreibungshintergrundFachdatenNeu }
        SicherheitsrechtlicheBefragung "sicherheitsrechtlicheBefragung": AZRSicherheitsrechtlicheBefragungMeldung {
            referenz_id, sicherheitsrechtliche_befragung_fachdaten_neu:
            AZRSicherheitsrechtlicheBefragungMeldungSicherheitsrechtlicheBefragungFachdatenNeu }
        Sprachkenntnis "sprachkenntnis": AZRSprachkenntnisMeldung {
            referenz_id, sprachkenntnis_fachdaten_neu:
            AZRSprachkenntnisMeldungSprachkenntnisFachdatenNeu }
        TrefferSicherheitskontrolle "trefferSicherheitskontrolle": AZRTrefferSicherheitskontrolleMeldung {
            referenz_id, treffer_sicherheitskontrolle_fachdaten_neu:
            AZRTrefferSicherheitskontrolleMeldungTrefferSicherheitskontrolleFachdatenNeu }
        Uebermittlungssperre "uebermittlungssperre": AZRUebermittlungssperreMeldung {
            referenz_id, uebermittlungssperre_fachdaten_neu:
            AZRUebermittlungssperreMeldungUebermittlungssperreFachdatenNeu }
        Ueberwachungsmassnahme "ueberwachungsmassnahme": AZRUeberwachungsmassnahmeMeldung {
            referenz_id, ueberwachungsmassnahme_fachdaten_neu:
            AZRUeberwachungsmassnahmeMeldungUeberwachungsmassnahmeFachdatenNeu }
        Visum "visum": AZRVisumMeldung { referenz_id, visum_fachdaten_neu: AZRVisumMeldungVisumFachdatenNeu }
        Vulnerabilitaet "vulnerabilitaet": AZRVulnerabilitaetMeldung {
            referenz_id, vulnerabilitaet_fachdaten_neu:
            AZRVulnerabilitaetMeldungVulnerabilitaetFachdatenNeu }
        WohnsitzauflageRaeumlicheBeschraenkung "wohnsitzauflageRaeumlicheBeschraenkung": AZRWohnsitzauflageRaeumlicheBeschraenkungMeldung {
            referenz_id, wohnsitzauflage_raeumliche_beschraenkung_fachdaten_neu:
            AZRWohnsitzauflageRaeumlicheBeschraenkungMeldungWohnsitzauflageRaeumlicheBeschraenkungFachdatenNeu }
        WohnsitzlaenderVorAnkunft "wohnsitzlaenderVorAnkunft": AZRWohnsitzlaenderVorAnkunftMeldung {
            referenz_id, wohnsitzlaender_vor_ankunft_fachdaten_neu:
            AZRWohnsitzlaenderVorAnkunftMeldungWohnsitzlaenderVorAnkunftFachdatenNeu }
        ZusammenarbeitScreening "zusammenarbeitScreening": AZRZusammenarbeitScreeningMeldung {
            referenz_id, zusammenarbeit_screening_fachdaten_neu:
            AZRZusammenarbeitScreeningMeldungZusammenarbeitScreeningFachdatenNeu }
        ZustimmungsfreieBeschaeftigung "zustimmungsfreieBeschaeftigung": AZRZustimmungsfreieBeschaeftigungMeldung {
            referenz_id, zustimmungsfreie_beschaeftigung_fachdaten_neu:
            AZRZustimmungsfreieBeschaeftigungMeldungZustimmungsfreieBeschaeftigungFachdatenNeu }
    }
}
