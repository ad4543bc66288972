/** A person without a picture: initials on a colour of their own. The name stands beside it, so it is not read out. */
import { avatarColour, initials } from './looks.ts';

interface AvatarProps {
  readonly name: string;
  readonly bot?: boolean;
  readonly size?: 'small' | 'middle' | 'large';
}

export const Avatar = ({ name, bot, size = 'middle' }: AvatarProps) => (
  <span class={`avatar avatar-${size} ${bot ? 'avatar-bot' : `avatar-${avatarColour(name)}`}`} aria-hidden="true">
    {bot ? (name[0] ?? '').toUpperCase() : initials(name)}
  </span>
);
