"""Words around a name that say it is a place, and words that are never one."""

from __future__ import annotations

# A weak name right after one of these is meant as a place (place_names.md §5).
CUES = frozenset(
    """
    a au aux d de des du dans en sur vers ville province quartier pres cote region habite f fi
    fe men mn saken sakna sakn fin jihat 7da hda dyal dial ana medinat mdint في من الى مدينه
    بمدينه اقليم باقليم ساكن ساكنه حدا جهه ديال اسكن اقيم ف ب حي بحي سكان كنقرا قريب القريب
    bureau bureaux onousc maktab lmaktab biro lbiro مكتب المكتب
    ensa encg fst fsjes flsh fac faculte lfac univ universite jami3a jami3at jami3t كليه فاك الفاك
    جامعه بجامعه فجامعه
    """.split()
)
# After these a misspelt name counts too, whatever the message is about.
SURE_CUES = frozenset(
    """
    ville province quartier habite saken sakna sakn mdint medinat مدينه بمدينه اقليم باقليم ساكن
    ساكنه اسكن اقيم حي بحي
    """.split()
)
# After these a name that sounds like a place's counts, whatever the message is about.
SOUND_CUES = SURE_CUES | {"f", "fi", "fe", "في"}
# After one of these the name is only a landmark: the place is elsewhere in the message.
LANDMARK_CUES = frozenset(
    """
    cote loin 9dam gudam حدا 7da hda قدام
    """.split()
)
# Ordinary phrases in which a place's name stands: a spoilsport, the apple of one's eye, from home,
# an eye doctor, a ligament, what a pity, drudgery, it is over.
NOT_A_PLACE = frozenset(
    {
        "rabat joie", "قره العيون", "قره عيون", "من المنزل", "في المنزل", "الي المنزل",
        "طبيب العيون", "طبيبه العيون", "طب العيون", "فحص العيون", "امراض العيون", "جراحه العيون",
        "عمليه العيون", "قياس العيون", "tbib l3youn", "tbib l3oyoun", "الرباط الصليبي",
        "يا اسفي", "غير تماره", "ila tmara", "ghir tmara", "sala l3am", "sala tsjil",
        "safi sala", "mli sala", "sala le", "تماره هادي", "عندي العيون", "شي فاس", "ميسور الحال",
        "ميسوره الحال", "casa de", "ribat salibi", "ssouira dyal", "dik ssouira", "b7al jrada",
        "بحال جراده", "l7ajeb d", "dakhla lfac", "d sidi ali",
    }
)  # fmt: skip
# Words of the domain, greetings and family names that resemble a place's name.
NEVER_PLACES = frozenset(
    """
    salle dossier bureau bureaux onousc cnops cnss amo carte merci salam bonjour svp assurance
    maladie sante fac faculte universite cite ecole centre proche plus prochain adresse ville
    region kayn kayna kayen fin ana wach bghit 3afak chno feen lia dyal صافي سافي مكتب المكتب
    اقرب قريب عافاك شكرا سلام السلام بطاقه طلبه الطالب جامعه كليه عنوان فين كاين كاينه واش بغيت
    rabati wejdi marrakchi tetouani tanjaoui sefrioui فاسي الفاسي مكناسي الرباطي وجدي مراكشي
    التسجيل الملف ملف المرض التامين السنه الجديد الوطنيه التغطيه الصحيه ou est le la les un une
    باقا باقي باقه باقيه baqa ba9a baqi ba9i baqya ba9ya
    quel quelle je suis pour mon ma mes et الرابط رابط رابطه مدينه المدينه medina lmdina mdina
    """.split()
)
