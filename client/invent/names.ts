/** The names and languages of people by origin, as COA writes them: nearly always in Latin script. */
export interface Origin {
  readonly nationaliteit: string;
  readonly taal: string;
  readonly schrift: string;
  readonly man: readonly string[];
  readonly vrouw: readonly string[];
  readonly geslachtsnaam: readonly string[];
  readonly voorvoegsel?: string;
  /** The same kind of names in the script of the language itself, which a register sometimes holds. */
  readonly inSchrift: { readonly voornamen: readonly string[]; readonly geslachtsnaam: readonly string[] };
}

export const ORIGINS: readonly Origin[] = [
  {
    nationaliteit: 'Syrische',
    taal: 'Arabisch',
    schrift: 'Arabisch',
    man: ['Yusuf Ali', 'Amir', 'Khaled', 'Mohamad Nour'],
    vrouw: ['Rania Salma', 'Nadia', "Du'a", 'Hala'],
    geslachtsnaam: ['Voorbeeld', 'Proefmans', 'Test-Qasim'],
    voorvoegsel: 'al',
    inSchrift: { voornamen: ['سلمى', 'يوسف'], geslachtsnaam: ['نموذج', 'تجربة'] },
  },
  {
    nationaliteit: 'Eritrese',
    taal: 'Tigrinya',
    schrift: 'Ge’ez',
    man: ['Tesfay', 'Yonas', 'Filmon'],
    vrouw: ['Selam', 'Mebrahit', 'Winta'],
    geslachtsnaam: ['Voorbeeld', 'Tekle-Test', 'Proefmichael'],
    inSchrift: { voornamen: ['ሰላም', 'ዮናስ'], geslachtsnaam: ['ምሳሌ', 'ፈተና'] },
  },
  {
    nationaliteit: 'Turkse',
    taal: 'Turks',
    schrift: 'Latijns',
    man: ['Çağrı', 'İsmail', 'Oğuz'],
    vrouw: ['Şükran', 'Gülşen', 'Ayşe Nur'],
    geslachtsnaam: ['Örnek', 'Denemeoğlu', 'Voorbeeld'],
    inSchrift: { voornamen: ['Işıl', 'Ümit'], geslachtsnaam: ['Örnekçi', 'Şahin-Test'] },
  },
  {
    nationaliteit: 'Iraanse',
    taal: 'Farsi',
    schrift: 'Perzisch',
    man: ['Dariush', 'Reza', 'Kaveh'],
    vrouw: ['Shirin', 'Parisa', 'Leila'],
    geslachtsnaam: ['Nemuneh', 'Voorbeeld', 'Proefzadeh'],
    inSchrift: { voornamen: ['شیرین', 'کاوه'], geslachtsnaam: ['نمونه', 'آزمایش'] },
  },
  {
    nationaliteit: 'Russische',
    taal: 'Russisch',
    schrift: 'Cyrillisch',
    man: ['Aleksej', 'Ruslan'],
    vrouw: ['Oksana', 'Zoë Aleksandrovna'],
    geslachtsnaam: ['Primerov', 'Obraztsjik', 'Voorbeeld'],
    inSchrift: { voornamen: ['Алексей', 'Зоя'], geslachtsnaam: ['Примеров', 'Тестова'] },
  },
];
