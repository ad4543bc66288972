/** Whom to call, inside and outside, with their numbers: what is looked for when nobody answers. */
import type { Catalog, Contact, Links, Policy, Target } from '../domain/catalog/model.ts';
import { bold, code, joined, link, say, type Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { context, header, lines } from './blocks.ts';
import { message } from './message.ts';
import { targetName } from './who.ts';

type Inside = Pick<Catalog, 'people' | 'roles' | 'rotas'>;

export interface ContactsLook {
  /** Of the service. */
  readonly title: string;
  readonly contacts: readonly Contact[];
  /** The one the incident began with. */
  readonly policy: Policy;
  readonly people: Inside;
  readonly links: Links;
}

/** Everybody who may stand behind it, in the order of the file: who has the shift now is paged anyway. */
function behind(target: Target, { roles, rotas }: Inside): readonly string[] {
  const name = target.slice(target.indexOf(':') + 1);
  if (target.startsWith('oncall:')) return rotas[name]?.people ?? [];
  return target.startsWith('role:') ? (roles[name]?.people ?? []) : [name];
}

function insideLine(level: number, target: Target, people: Inside): Text {
  const numbers = behind(target, people).flatMap((id) => {
    const person = people.people.find((p) => p.id === id);
    if (!person) return [];
    return [
      say`${person.name}${person.phone ? say` ${code(person.phone)}` : []}${person.email ? ` ${person.email}` : ''}`,
    ];
  });
  return say`${level}. ${bold(targetName(target, people.people))}  ${joined(numbers, ' · ')}`;
}

function outsideLine({ name, about, email, phone, url }: Contact): Text {
  const ways: Text[] = [
    ...(phone ? [say`${code(phone)}`] : []),
    ...(email ? [say`${email}`] : []),
    ...(url ? [say`${link(url, url)}`] : []),
  ];
  return say`• ${bold(name)}${about ? ` (${about})` : ''}  ${joined(ways, ' · ')}`;
}

export function contactsView({ title, contacts, policy, people, links }: ContactsLook): Message {
  const inside = policy.levels.flatMap((l) => l.page.map((target) => insideLine(l.level, target, people)));
  const places: Text[] = [
    ...(links.onCall ? [say`${link(links.onCall, 'Who is on call')}`] : []),
    ...(links.warRoom ? [say`${link(links.warRoom, 'War room')}`] : []),
    ...(links.statusPage ? [say`${link(links.statusPage, 'Status page')}`] : []),
    ...(links.docs ? [say`${link(links.docs, 'Documentation')}`] : []),
  ];
  return message(
    [
      header(`Whom to call for ${title}`),
      ...lines(inside, 300),
      ...lines(contacts.map(outsideLine), 300),
      ...(places.length > 0 ? lines([joined(places, ' · ')], 300) : []),
      context(
        say`${contacts.length === 0 ? 'Nobody outside is known. ' : ''}${code('/incident escalate')} pages the next level.`,
      ),
    ],
    say`Whom to call for ${title}`,
  );
}
